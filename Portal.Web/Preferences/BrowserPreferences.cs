namespace Portal.Web.Preferences;

/// <summary>
/// What a person's browser remembers between visits. Cookies rather than local storage: the server needs them for the
/// first paint. They hold no secret and decide nothing but looks; each value is checked before use.
/// </summary>
public sealed record BrowserPreferences(string? Theme, string? Environment, string? Zone)
{
    public const string ThemeCookie = "portal-theme";
    public const string EnvironmentCookie = "portal-environment";
    public const string ZoneCookie = "portal-zone";

    private static readonly string[] Themes = ["light", "dark"];

    public static BrowserPreferences From(HttpRequest request)
    {
        var environment = request.Query[Workplace.Query].FirstOrDefault() ?? request.Cookies[EnvironmentCookie];
        var theme = request.Cookies[ThemeCookie];
        return new BrowserPreferences(
            Themes.Contains(theme, StringComparer.Ordinal) ? theme : null,
            environment == Workplace.All ? null : Plain(environment),
            Plain(request.Cookies[ZoneCookie])
        );
    }

    private static string? Plain(string? value) =>
        value is { Length: > 0 and <= 64 } && value.All(c => char.IsAsciiLetterOrDigit(c) || "/_-+".Contains(c))
            ? value
            : null;
}
