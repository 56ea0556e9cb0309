using System.Net;
using System.Net.Http.Json;
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

    [Theory]
    [InlineData("submitChange")]
    [InlineData("resubmitChange")]
    [InlineData("forecastChange")]
    public async Task A_schema_of_the_described_length_is_taken_with_its_base(string id)
    {
        var text = $$"""{"type":"string","doc":"{{new string('x', (128 * 1024) - 26)}}"}""";
        text.Length.ShouldBe(128 * 1024);

        using var answer = await Send(id, text);

        var words = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldNotBe(HttpStatusCode.RequestEntityTooLarge, words);
        ((int)answer.StatusCode).ShouldBeLessThan(500, words);
        words.ShouldNotContain("too long");
    }

    [Theory]
    [InlineData("submitChange")]
    [InlineData("resubmitChange")]
    [InlineData("forecastChange")]
    public async Task A_body_beyond_what_the_description_names_is_refused_with_that(string id)
    {
        const string most = "at most 16\u00A0MiB";

        using var answer = await Send(id, new string('x', 8 * 1024 * 1024));

        (await Described(id, "description")).ShouldContain(most);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("detail").GetString().ShouldBe($"This request has {most}.");
    }

    [Fact]
    public async Task A_list_that_ends_at_a_number_names_it() =>
        (await Described("listMyInbox", "summary")).ShouldEndWith("at most 200");

    private async Task<string> Described(string id, string part)
    {
        var operation = (await ApiDescription.Operations(web)).Single(o => o.Id == id);
        return operation
            .Document.GetProperty("paths")
            .GetProperty(operation.Path)
            .GetProperty(operation.Method.ToLowerInvariant())
            .GetProperty(part)
            .GetString()!;
    }

    // Once as what is wanted, and once as what was edited.
    private async Task<HttpResponseMessage> Send(string id, string schema)
    {
        using var sam = await web.As("sam");
        var operation = (await ApiDescription.Operations(web)).Single(o => o.Id == id);
        var spec = new { type = "AVRO", schema };
        using var request = new HttpRequestMessage(new(operation.Method), operation.Filled("1"))
        {
            Content = JsonContent.Create(
                ChangeBody.Of(
                    new
                    {
                        kind = "schema",
                        operation = "update",
                        cluster = "prod-eu-1",
                        name = UnhurriedWatchedWeb.Subject,
                        spec,
                        @base = spec,
                    }
                )
            ),
        };
        // With its length; and what is refused for that is refused before it is sent.
        await request.Content.LoadIntoBufferAsync();
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        var answer = await sam.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }
}
