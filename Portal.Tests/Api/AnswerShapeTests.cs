using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Tests.Api;

/// <summary>What a question is answered with is what the document says, to the last field.</summary>
public sealed class AnswerShapeTests(UnhurriedWatchedWeb web) : IClassFixture<UnhurriedWatchedWeb>
{
    [Fact]
    public async Task Every_question_is_answered_as_described()
    {
        var (change, _, _) = await PlannedChanges.Waiting(web);
        using var sam = await web.As("sam");
        await PortalAccounts.Create(web, "shape-ci");
        (await PortalAccounts.Token(web, "shape-ci", "sam")).ShouldNotBeEmpty();
        var request = await RoleRequestsOf.Iris(web);
        var access = await BreakGlassOf.Iris(web);
        var review = await Review(sam);
        var operations = await ApiDescription.Operations(web);
        var check = new SchemaCheck(operations[0].Document);
        var faults = new List<string>();
        foreach (var operation in operations.Where(o => o.Method == "GET"))
        {
            var address = operation
                .Path.Replace("access-reviews/{id}", $"access-reviews/{review}")
                .Replace("{id}", $"{change}")
                .Replace("{cluster}", "prod-eu-1")
                .Replace("{request}", $"{request}")
                .Replace("{access}", $"{access}")
                .Replace("{handle}", "ada")
                .Replace("{team}", "payments")
                .Replace("{account}", "shape-ci")
                .Replace("{subject}", UnhurriedWatchedWeb.Subject)
                .Replace("{digest}", UnhurriedWatchedWeb.Digest)
                .Replace("{name}", Name(operation.Path));
            using var answer = await sam.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(operation.MediaType(200), address);
            if (operation.MediaType(200) != "application/json")
            {
                continue;
            }

            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            faults.AddRange(check.Faults(operation.Answer(200)!.Value, body).Select(fault => $"{address} {fault}"));
        }

        string.Join('\n', faults).ShouldBeEmpty();
    }

    private static async Task<long> Review(HttpClient sam)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddDays(2);
        using var opened = await sam.PostAsJsonAsync(
            "/api/v1/access-reviews",
            new { reason = "For a test.", deadline }
        );
        opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await opened.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("review")
            .GetProperty("id")
            .GetInt64();
    }

    private static string Name(string path) =>
        path.Contains("/groups/", StringComparison.Ordinal) ? "ledger-writer"
        : path.Contains("/clusters/", StringComparison.Ordinal) ? "prod-eu-1"
        : "orders";
}
