namespace Portal.LocalCluster.Streams.Expressions;

internal static partial class TextFunctions
{
    /// <summary>Letters whose upper case is several, which .NET leaves as they are and Java doesn't.</summary>
    private static readonly (string Lower, string Upper)[] Several =
    [
        ("ß", "SS"),
        ("ŉ", "ʼN"),
        ("ǰ", "J̌"),
        ("ﬀ", "FF"),
        ("ﬁ", "FI"),
        ("ﬂ", "FL"),
        ("ﬃ", "FFI"),
        ("ﬄ", "FFL"),
        ("ﬅ", "ST"),
        ("ﬆ", "ST"),
    ];

    private static string Upper(string text)
    {
        foreach (var (lower, upper) in Several)
        {
            text = text.Replace(lower, upper, StringComparison.Ordinal);
        }

        return text.ToUpperInvariant();
    }
}
