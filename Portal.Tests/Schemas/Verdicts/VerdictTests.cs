using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>Three verdicts on each pair of the corpora, and on each history by each level: every difference is one that is listed, with its reason.</summary>
public sealed class VerdictTests
{
    private static readonly VerdictDifferences Apicurio = VerdictDifferences.Read();
    private static readonly CompatibilityLevel[] Levels = Enum.GetValues<CompatibilityLevel>();

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

    [ClusterFact]
    public void Of_each_pair_that_is_left_to_the_registry_the_documented_verdict_is_written_down_and_of_no_other()
    {
        VerdictTable
            .Pairs.Where(pair => (VerdictTable.Ours(pair) == VerdictTable.Undecided) == pair.Documented is null)
            .Select(pair => $"{pair.Format}: {pair.Name}")
            .ShouldBeEmpty();
        VerdictTable
            .Pairs.Where(pair => VerdictTable.Ours(pair) != VerdictTable.Undecided)
            .Where(pair => VerdictTable.Ours(pair) != VerdictTable.Documented(pair))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Each_level_allows_what_the_documentation_says()
    {
        foreach (var history in LevelHistory.All)
        {
            Levels.Where(history.IsAllowedBy).ShouldBe(history.Allows, $"{history.Format}: {history.Name}");
        }
    }

    [ClusterFact]
    public async Task The_bundled_registry_finds_of_each_pair_what_the_documentation_says()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);

        (await Verdicts(cluster.Registry, VerdictTable.Documented)).ShouldBeEmpty();
        (await LevelVerdicts(cluster.Registry, (history, level) => history.IsAllowedBy(level))).ShouldBeEmpty();
    }

    [FullRunFact]
    public async Task Apicurio_differs_where_it_is_listed_and_nowhere_else()
    {
        await using var registry = await RealRegistry.Start();
        var url = new Uri($"{registry.Url}/");

        (await Verdicts(url, pair => Apicurio.Of(pair)?.Apicurio ?? VerdictTable.Documented(pair))).ShouldBeEmpty();
        (await LevelVerdicts(url, (history, level) => history.IsAllowedByApicurio(level))).ShouldBeEmpty();
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

    /// <returns>The histories and levels whose verdict isn't the expected one.</returns>
    private static async Task<IReadOnlyCollection<string>> LevelVerdicts(
        Uri registry,
        Func<LevelHistory, CompatibilityLevel, bool> isAllowed
    )
    {
        // As the portal has its registries judge.
        using var http = new HttpClient { BaseAddress = registry };
        List<string> wrong = [];
        // For Apicurio a subject's NONE is the registry's level.
        await Send(http, HttpMethod.Put, "config", new { compatibility = "NONE" });
        foreach (var (number, history) in LevelHistory.All.Index())
        {
            var (subject, schemaType) = ($"history-{number}", history.Format.ToString().ToUpperInvariant());
            await Send(http, HttpMethod.Put, $"config/{subject}", new { compatibility = "NONE" });
            foreach (var schema in history.VersionTexts)
            {
                (
                    await Send(http, HttpMethod.Post, $"subjects/{subject}/versions", new { schema, schemaType })
                ).Status.ShouldBe(200, schema);
            }

            foreach (var level in Levels)
            {
                await Send(http, HttpMethod.Put, $"config/{subject}", new { compatibility = level.Word() });
                var (status, answer) = await Send(
                    http,
                    HttpMethod.Post,
                    $"compatibility/subjects/{subject}/{(level.IsTransitive() ? "versions" : "versions/latest")}",
                    new { schema = history.NextText, schemaType }
                );
                status.ShouldBe(200, history.NextText);
                if (answer!["is_compatible"]!.GetValue<bool>() != isAllowed(history, level))
                {
                    wrong.Add($"{history.Format}: {history.Name}: {level.Word()}");
                }
            }
        }

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
