using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Functions of text. Places count from 1, in characters as people count them (code points).</summary>
internal static partial class TextFunctions
{
    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        One("UPPER", Upper),
        One("LOWER", text => text.ToLowerInvariant()),
        One("REVERSE", text => new string([.. Runes(text).Reverse().SelectMany(r => r.ToString())])),
        One("INITCAP", InitCap),
        One("SHA384", text => Convert.ToHexStringLower(SHA384.HashData(Encoding.UTF8.GetBytes(text)))),
        One("SHA512", text => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)))),
        One("SHA256", text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))),
        One("TO_BASE64", text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        One("FROM_BASE64", FromBase64),
        new("ENCODE", Encode),
        new("DECODE", Decode),
        .. Lengths("CHAR_LENGTH", "CHARACTER_LENGTH"),
        new("||", s => s.Takes(Is.Text, Is.Text) ? s.Strict(SqlType.String, a => (string)a[0] + (string)a[1]) : null),
        new(
            "CONCAT",
            s =>
                s.Arguments.Length > 0 && s.Arguments.All(a => a.Type.IsText || a.Type.Root == TypeRoot.Null)
                    ? s.Strict(SqlType.String, string.Concat)
                    : null
        ),
        new("CONCAT_WS", ConcatWith),
        new("SUBSTRING", Substring),
        new("SUBSTR", Substring),
        new(
            "LEFT",
            s => s.Takes(Is.Text, Is.Whole) ? s.Strict(SqlType.String, a => Cut((string)a[0], 1, (long)a[1])) : null
        ),
        new(
            "RIGHT",
            s => s.Takes(Is.Text, Is.Whole) ? s.Strict(SqlType.String, a => Right((string)a[0], (long)a[1])) : null
        ),
        new(
            "POSITION",
            s => s.Takes(Is.Text, Is.Text) ? s.Strict(SqlType.Int, a => Find((string)a[1], (string)a[0])) : null
        ),
        new(
            "LOCATE",
            s => s.Takes(Is.Text, Is.Text) ? s.Strict(SqlType.Int, a => Find((string)a[1], (string)a[0])) : null
        ),
        new(
            "INSTR",
            s => s.Takes(Is.Text, Is.Text) ? s.Strict(SqlType.Int, a => Find((string)a[0], (string)a[1])) : null
        ),
        new("REPLACE", s => s.Takes(Is.Text, Is.Text, Is.Text) ? s.Strict(SqlType.String, Replace) : null),
        new("REPEAT", s => s.Takes(Is.Text, Is.Whole) ? s.Strict(SqlType.String, Repeat) : null),
        new(
            "LPAD",
            s =>
                s.Takes(Is.Text, Is.Whole, Is.Text)
                    ? s.Strict(SqlType.String, a => Pad(a, isLeft: true), mayBeNull: true)
                    : null
        ),
        new(
            "RPAD",
            s =>
                s.Takes(Is.Text, Is.Whole, Is.Text)
                    ? s.Strict(SqlType.String, a => Pad(a, isLeft: false), mayBeNull: true)
                    : null
        ),
        new("BTRIM", s => Trim(s, (text, signs) => text.Trim(signs))),
        new("LTRIM", s => Trim(s, (text, signs) => text.TrimStart(signs))),
        new("RTRIM", s => Trim(s, (text, signs) => text.TrimEnd(signs))),
        new(
            "SPLIT_INDEX",
            s => s.Takes(Is.Text, Is.Text, Is.Whole) ? s.Strict(SqlType.String, Split, mayBeNull: true) : null
        ),
        new(
            "ASCII",
            s =>
                s.Takes(Is.Text)
                    ? s.Strict(
                        SqlType.Int,
                        a => Encoding.UTF8.GetBytes((string)a[0]) is [var first, ..] ? (sbyte)first : 0L
                    )
                    : null
        ),
        new(
            "CHR",
            s => s.Takes(Is.Whole) ? s.Strict(SqlType.String, a => ((char)((long)a[0] & 0xFF)).ToString()) : null
        ),
        new(
            "STARTSWITH",
            s =>
                s.Takes(Is.Text, Is.Text)
                    ? s.Strict(SqlType.Boolean, a => ((string)a[0]).StartsWith((string)a[1], StringComparison.Ordinal))
                    : null
        ),
        new(
            "ENDSWITH",
            s =>
                s.Takes(Is.Text, Is.Text)
                    ? s.Strict(SqlType.Boolean, a => ((string)a[0]).EndsWith((string)a[1], StringComparison.Ordinal))
                    : null
        ),
    ];

    private static KeyValuePair<string, Func<CallSite, Bound?>> One(string name, Func<string, string?> compute) =>
        new(name, s => s.Takes(Is.Text) ? s.Strict(SqlType.String, a => compute((string)a[0]), mayBeNull: true) : null);

    private static IEnumerable<KeyValuePair<string, Func<CallSite, Bound?>>> Lengths(params string[] names) =>
        names.Select(name =>
            KeyValuePair.Create<string, Func<CallSite, Bound?>>(
                name,
                s => s.Takes(Is.Text) ? s.Strict(SqlType.Int, a => (long)Runes((string)a[0]).Count()) : null
            )
        );

    private static IEnumerable<Rune> Runes(string text) => text.EnumerateRunes();

    private static Bound? ConcatWith(CallSite site)
    {
        if (site.Arguments.Length < 2 || !site.Arguments.All(a => a.Type.IsText || a.Type.Root == TypeRoot.Null))
        {
            return null;
        }

        var (between, parts) = (site.Arguments[0], site.Arguments[1..]);
        return new(
            between.Type.IsNullable ? SqlType.String : SqlType.String.NotNull,
            row =>
                between.Of(row) is string sign
                    ? string.Join(sign, parts.Select(p => p.Of(row)).OfType<string>())
                    : null,
            site.Text
        );
    }
}
