using Portal.Tests.Api;

namespace Portal.Tests.Web;

public sealed class StrictHeaderTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/css/tokens.css")]
    [InlineData("/no/such/thing")]
    [InlineData("/api/v1/topics")]
    public async Task Every_answer_takes_from_a_page_the_rights_it_does_not_need(string path)
    {
        using var stranger = web.Stranger();

        using var answer = await stranger.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy
            .Split(';')
            .Single(part => part.Contains("script-src", StringComparison.Ordinal))
            .ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }
}
