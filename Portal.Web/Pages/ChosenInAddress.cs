namespace Portal.Web.Pages;

/// <summary>Several values in one parameter of an address, between commas. A value may have commas of its own, as the subject of a certificate does.</summary>
internal static class ChosenInAddress
{
    public static string Join(IEnumerable<string> chosen) =>
        string.Join(
            ',',
            chosen.Select(value =>
                value.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)
            )
        );

    public static string[] Split(string? joined) =>
        [
            .. (joined ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(value =>
                    value.Replace("%2C", ",", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
                ),
        ];
}
