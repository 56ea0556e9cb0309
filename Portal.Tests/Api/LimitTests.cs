using System.Net;
using Portal.Tests.Kit;

namespace Portal.Tests.Api;

/// <summary>One request a second, ten at once.</summary>
public sealed class SlowWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Api:RequestsPerSecondAndToken"] = "1" };
}

public sealed class LimitTests(SlowWeb web) : IClassFixture<SlowWeb>
{
    [Fact]
    public Task A_token_that_asks_too_much_is_told_when_to_come_back_and_others_are_not() => IsLimited(web);

    internal static async Task IsLimited(PortalWeb web)
    {
        using var greedy = await web.As("ada");
        using var other = await web.As("grace");

        using var answer = await Flood.UntilRefused(_ => greedy.GetAsync("/api/v1/me"));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await other.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
