using System.Text.Json;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Parts of JSON text. What isn't JSON, or isn't there, is null.</summary>
internal static class JsonFunctions
{
    // Several functions of one row read the same text.
    [ThreadStatic]
    private static string? _lastText;

    [ThreadStatic]
    private static JsonDocument? _last;

    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        new("JSON_VALUE", Value),
        new(
            "JSON_QUERY",
            s => Path(s) is { } path ? s.Strict(SqlType.String, a => Query((string)a[0], path), mayBeNull: true) : null
        ),
        new(
            "JSON_EXISTS",
            s =>
                Path(s) is { } path
                    ? s.Strict(
                        SqlType.Boolean,
                        a => Root((string)a[0]) is { } root && path.Of(root) is { ValueKind: not JsonValueKind.Null },
                        mayBeNull: true
                    )
                    : null
        ),
        new(
            "JSON_STRING",
            s =>
                s.Arguments is [{ Type: var type }]
                    ? s.Strict(
                        SqlType.String,
                        a =>
                            type.IsText
                                ? JsonSerializer.Serialize((string)a[0], JsonText.Options)
                                : JavaText.Of(a[0], type).ToLowerInvariant()
                    )
                    : null
        ),
    ];

    /// <summary>IS JSON: false where there is nothing. As to Flink, what follows the value doesn't matter.</summary>
    public static Bound Test(IsExpression test, Bound of) =>
        of.Type.IsText || of.Type.Root == TypeRoot.Null
            ? new(
                SqlType.Boolean.NotNull,
                row => of.Of(row) is string text && IsOf(test.What, JsonText.KindOf(text)),
                $"{of.Text} IS {test.What}"
            )
            : throw SqlException.At(test.At, $"{test.What} is a test of text, this is {of.Type}");

    private static bool IsOf(string what, JsonValueKind kind) =>
        (what, kind) switch
        {
            (_, JsonValueKind.Undefined) => false,
            ("JSON OBJECT", _) => kind == JsonValueKind.Object,
            ("JSON ARRAY", _) => kind == JsonValueKind.Array,
            ("JSON SCALAR", _) => kind is not (JsonValueKind.Object or JsonValueKind.Array),
            _ => true,
        };

    private static JsonPath? Path(CallSite site) =>
        site.Takes(Is.Text, Is.Text) && site.Arguments[1].Constant?.Value is string path
            ? JsonPath.Read(path, site.Call.At)
            : null;

    private static Bound? Value(CallSite site)
    {
        if (Path(site) is not { } path)
        {
            return null;
        }

        var type = site.Call.Returning ?? SqlType.String;
        var cast = type.IsText ? null : TextCasts.To(type);
        if (cast is null && !type.IsText)
        {
            return null;
        }

        return site.Strict(
            type.Nullable,
            a =>
                Root((string)a[0]) is { } root && path.Of(root) is { } found && Scalar(found) is { } text
                    ? cast is null
                        ? text
                        : cast(text)
                    : null,
            mayBeNull: true
        );
    }

    private static string? Scalar(JsonElement found) =>
        found.ValueKind switch
        {
            JsonValueKind.String => found.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => found.GetRawText(),
            _ => null,
        };

    private static string? Query(string text, JsonPath path) =>
        Root(text) is { } root && path.Of(root) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } found
            ? JsonSerializer.Serialize(found, JsonText.Options)
            : null;

    private static JsonElement? Root(string text)
    {
        if (ReferenceEquals(text, _lastText))
        {
            return _last?.RootElement;
        }

        _last?.Dispose();
        (_lastText, _last) = (text, null);
        try
        {
            _last = JsonDocument.Parse(text);
            return _last.RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
