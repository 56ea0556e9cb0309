using System.Text.Json;

namespace Portal.Tests.Api;

/// <summary>What the document says of a field is what is checked, and the refusal names the field.</summary>
public sealed class DescribedLimitTests(UnhurriedWatchedWeb web) : IClassFixture<UnhurriedWatchedWeb>
{
    [Theory]
    [InlineData("submitChange", "owner", "reason", "title", "resources")]
    [InlineData("registerCluster", "name", "addresses", "saslMechanism", "username", "password", "caPem")]
    [InlineData("setRegistry", "url", "username", "password")]
    [InlineData("testRegistry", "url", "username", "password")]
    [InlineData("setFlink", "url", "gatewayUrl", "username", "password")]
    [InlineData("setJobKafka", "addresses", "saslMechanism", "username", "password", "passwordReference", "caPem")]
    [InlineData("setJobRegistry", "url", "username", "password", "token")]
    [InlineData("addRoleRule", "claim", "value", "team")]
    [InlineData("requestRole", "reason", "elevationHours")]
    [InlineData("createToken", "name", "lifetimeHours", "scopes")]
    [InlineData("createPortalServiceAccount", "name", "description")]
    public async Task A_limit_that_is_described_is_checked_and_named(string id, params string[] fields)
    {
        using var sam = await web.As("sam");
        var operation = (await ApiDescription.Operations(web)).Single(o => o.Id == id);
        var tried = 0;
        foreach (var (field, odd) in OddInputs.BeyondLimits(operation, fields))
        {
            tried++;
            using var request = new HttpRequestMessage(new(operation.Method), operation.Filled("prod-eu-1"));
            request.Content = odd;
            using var answer = await sam.SendAsync(request);
            var words = await answer.Content.ReadAsStringAsync();
            ((int)answer.StatusCode).ShouldBeInRange(400, 422, field);
            JsonDocument
                .Parse(words)
                .RootElement.GetProperty("errors")
                .EnumerateObject()
                .ShouldContain(e => e.Name == field, words);
        }

        tried.ShouldBeGreaterThan(2);
    }
}
