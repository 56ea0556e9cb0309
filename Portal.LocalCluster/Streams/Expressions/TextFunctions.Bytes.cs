using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

internal static partial class TextFunctions
{
    private static Bound? Encode(CallSite site) =>
        site.Takes(Is.Text, Is.Text)
            ? site.Strict(SqlType.Bytes, a => Charset((string)a[1]).GetBytes((string)a[0]))
            : null;

    private static Bound? Decode(CallSite site) =>
        site.Takes(type => type.Root == TypeRoot.Bytes, Is.Text)
            ? site.Strict(SqlType.String, a => Charset((string)a[1]).GetString((byte[])a[0]))
            : null;

    private static Encoding Charset(string name) =>
        name.ToUpperInvariant() switch
        {
            "UTF-8" => Encoding.UTF8,
            "US-ASCII" => Encoding.ASCII,
            "ISO-8859-1" => Encoding.Latin1,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            "UTF-16LE" => Encoding.Unicode,
            _ => throw new SqlDataException(
                $"Unsupported charset '{name}'. There is UTF-8, US-ASCII, ISO-8859-1, UTF-16BE and UTF-16LE."
            ),
        };
}
