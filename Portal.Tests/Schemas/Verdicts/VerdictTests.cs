using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>Three verdicts on each pair of the corpora: every difference is one that is listed, with its reason.</summary>
public sealed class VerdictTests
{
    private static readonly VerdictDifferences Apicurio = VerdictDifferences.Read();

    [Fact]
    public void The_page_of_verdicts_is_current()
    {
        var page = Repository.PathOf("docs", "verdicts.md");
        var current = VerdictTable.Markdown(Apicurio);
        if (Environment.GetEnvironmentVariable("PORTAL_VERDICTS") == "write")
        {
            File.WriteAllText(page, current);
        }

        File.ReadAllText(page).ShouldBe(current);
    }

    [Fact]
    public void Every_listed_difference_is_of_a_pair_that_is_there_and_has_a_reason_and_every_reason_is_used()
    {
        Apicurio
            .Differences.Where(one =>
                !VerdictTable.Pairs.Any(pair => pair.Format == one.Format && pair.Name == one.Pair)
            )
            .ShouldBeEmpty();
        Apicurio.Differences.Select(one => one.Reason).Distinct().ShouldBe(Apicurio.Reasons.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task The_bundled_registry_finds_of_each_pair_what_the_documentation_says()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);

        (await Verdicts(cluster.Registry, VerdictTable.Documented)).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task Apicurio_differs_where_it_is_listed_and_nowhere_else()
    {
        await using var registry = await RealRegistry.Start();

        (
            await Verdicts(
                new Uri($"{registry.Url}/"),
                pair => Apicurio.Of(pair)?.Apicurio ?? VerdictTable.Documented(pair)
            )
        ).ShouldBeEmpty();
    }

    /// <returns>The pairs whose verdict isn't the expected one.</returns>
    private static async Task<IReadOnlyCollection<string>> Verdicts(Uri registry, Func<SchemaPair, string> expected)
    {
        using var http = new HttpClient { BaseAddress = registry };
        (await Send(http, HttpMethod.Put, "config", new { compatibility = "BACKWARD" })).Status.ShouldBe(200);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            VerdictTable.Pairs.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (numbered, _) =>
            {
                var (number, pair) = numbered;
                var verdict = await Verdict(http, $"pair-{number}", pair);
                if (verdict != expected(pair))
                {
                    wrong.Add($"{pair.Format}: {pair.Name}: {verdict}, not {expected(pair)}");
                }
            }
        );
        return wrong;
    }

    private static async Task<string> Verdict(HttpClient http, string subject, SchemaPair pair)
    {
        var schemaType = pair.Format.ToString().ToUpperInvariant();
        var (written, _) = await Send(
            http,
            HttpMethod.Post,
            $"subjects/{subject}/versions",
            new { schema = pair.WriterText, schemaType }
        );
        var (status, answer) = await Send(
            http,
            HttpMethod.Post,
            $"compatibility/subjects/{subject}/versions/latest",
            new { schema = pair.ReaderText, schemaType }
        );
        return written != 200 || status != 200 ? VerdictTable.Refused
            : answer!["is_compatible"]!.GetValue<bool>() ? VerdictTable.Compatible
            : VerdictTable.Incompatible;
    }

    private static async Task<(int Status, JsonNode? Answer)> Send(
        HttpClient http,
        HttpMethod method,
        string path,
        object body
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new StringContent(
            System.Text.Json.JsonSerializer.Serialize(body),
            Encoding.UTF8,
            "application/vnd.schemaregistry.v1+json"
        );
        using var answer = await http.SendAsync(request);
        return (
            (int)answer.StatusCode,
            answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null
        );
    }
}
