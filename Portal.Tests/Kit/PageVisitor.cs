namespace Portal.Tests.Kit;

/// <summary>Somebody who has signed in and asks for pages without a browser: what prerendering makes of them.</summary>
public static class PageVisitor
{
    public static Task<HttpClient> Of(Uri portal, string handle) => Of(portal, handle, new SocketsHttpHandler());

    /// <param name="through">Holds the cookies, and knows whose certificate to trust.</param>
    public static async Task<HttpClient> Of(Uri portal, string handle, SocketsHttpHandler through)
    {
        const string Before = "__RequestVerificationToken\" value=\"";
        through.AllowAutoRedirect = false;
        var visitor = new HttpClient(through) { BaseAddress = portal };
        var form = await visitor.GetStringAsync("/sign-in");
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        using var signedIn = await visitor.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = form[start..form.IndexOf('"', start)],
                    ["handle"] = handle,
                    ["to"] = "/",
                }
            )
        );
        return visitor;
    }
}
