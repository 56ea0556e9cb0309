using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Tests.SignIn;

/// <summary>A browser without a screen that signs in at the provider: it follows each redirect and fills in the provider's form.</summary>
public sealed partial class ProviderVisitor : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly Uri _portal;

    public ProviderVisitor(Uri portal)
    {
        _portal = portal;
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
        {
            BaseAddress = portal,
        };
    }

    public HttpClient Browser { get; }

    /// <summary>Whether it holds a session of the portal.</summary>
    public bool HasSession => _cookies.GetCookies(_portal).Any(cookie => cookie.Name == "portal-session");

    /// <summary>Somebody who has just signed in.</summary>
    public static async Task<ProviderVisitor> As(ProvidedWeb web, string id)
    {
        var visitor = new ProviderVisitor(web.Address);
        using var answer = await visitor.SignIn(id);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return visitor;
    }

    /// <summary>The portal's answer once the provider has sent the person back.</summary>
    public async Task<HttpResponseMessage> SignIn(string id, string to = "/") =>
        await Browser.GetAsync(await Callback(id, to));

    /// <summary>Where the provider sends the person back to, not gone to yet.</summary>
    public async Task<Uri> Callback(string id, string to = "/", string provider = ProvidedWeb.Key) =>
        await Callback(await Redirect(new Uri(_portal, $"/sign-in/{provider}?to={Uri.EscapeDataString(to)}")), id);

    /// <summary>The portal's answer once somebody who is signed in has proved once more, as this person, who they are.</summary>
    public async Task<HttpResponseMessage> SignInAgain(string id)
    {
        var there = await Redirect(await Redirect(new Uri(_portal, "/sign-in/again")));
        return await Browser.GetAsync(await Callback(there, id));
    }

    /// <summary>Another browser with a copy of this one's cookies.</summary>
    public ProviderVisitor Copied()
    {
        var other = new ProviderVisitor(_portal);
        other._cookies.Add(_cookies.GetCookies(_portal));
        return other;
    }

    /// <summary>The provider doesn't know this browser any more.</summary>
    public void ForgetThere()
    {
        foreach (
            var cookie in _cookies.GetAllCookies().Where(c => c.Name.StartsWith("_session", StringComparison.Ordinal))
        )
        {
            cookie.Expired = true;
        }
    }

    /// <summary>Signs out at the provider, without the portal.</summary>
    public async Task SignOutThere(string issuer)
    {
        var page = new Uri($"{issuer}/session/end");
        var html = await Browser.GetStringAsync(page);
        var action = new Uri(page, WebUtility.HtmlDecode(Form().Match(html).Groups["action"].Value));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["xsrf"] = Token().Match(html).Groups["xsrf"].Value,
            ["logout"] = "yes",
        };
        using var answer = await Browser.PostAsync(action, new FormUrlEncodedContent(fields));
        ((int)answer.StatusCode).ShouldBeLessThan(400, await answer.Content.ReadAsStringAsync());
    }

    private async Task<Uri> Callback(Uri next, string id)
    {
        while (next.Authority != _portal.Authority)
        {
            using var page = await Browser.GetAsync(next);
            next = page.Headers.Location is { } location
                ? new Uri(next, location)
                : await Fill(next, await page.Content.ReadAsStringAsync(), id);
        }

        return next;
    }

    /// <summary>Where the portal leads at first.</summary>
    public async Task<Uri> Redirect(Uri address)
    {
        using var answer = await Browser.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new Uri(address, answer.Headers.Location!);
    }

    public void Dispose() => Browser.Dispose();

    private async Task<Uri> Fill(Uri page, string html, string id)
    {
        var action = new Uri(page, WebUtility.HtmlDecode(Form().Match(html).Groups["action"].Value));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["prompt"] = "login",
            ["login"] = id,
            ["password"] = "any",
        };
        using var answer = await Browser.PostAsync(action, new FormUrlEncodedContent(fields));
        return new Uri(action, answer.Headers.Location!);
    }

    [GeneratedRegex(
        "<form[^>]* action=\"(?<action>[^\"]+)\"",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        "name=\"xsrf\" value=\"(?<xsrf>[^\"]+)\"",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Token();
}
