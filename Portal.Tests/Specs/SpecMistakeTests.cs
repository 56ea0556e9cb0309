using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Specs;

/// <summary>
/// However much is wrong in the 16 MiB of YAML that may be sent, its report is short, says how much there is, and comes in time: in a full run; in
/// others a fifth of that is sent.
/// </summary>
public sealed class SpecMistakeTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private static readonly int Full = (EngineSkip.FullRunOnly is null ? 15 : 3) * 1024 * 1024;
    private const int LongestReport = 200 * 1024;
    private static readonly string Long = new('x', 4_000);

    public static TheoryData<string, string> Nonsense =>
        new()
        {
            { "fields that there are not", Filled("kind: topic\n", i => $"field{i}: 1\n") },
            { "documents without anything", Filled("", i => $"---\nkind: topic{i}\n") },
            { "documents with long words", Filled("", i => $"---\nkind: {Long}{i}\nstate: {Long}\n") },
            { "labels that are none", Filled(Head("labels:\n"), i => $"    {Long[..200]}{i}: [1]\n") },
            {
                "files that are no YAML",
                Filled("# boundary: 0123456789abcdef", i => $"\n# 0123456789abcdef {i}.yaml\n[")
            },
            {
                "a file with an endless name",
                $"# boundary: 0123456789abcdef\n# 0123456789abcdef {new string('n', Full / 2)}\n"
                    + Filled("kind: topic\n", i => $"field{i}: 1\n", Full / 2)
            },
            { "a setting without end", $"{Topic("endless")}  configs:\n    retention.ms: {new string('9', Full)}\n" },
            { "settings that there are not", Filled($"{Topic("unset")}  configs:\n", i => $"    setting.{i}: 1\n") },
            { "resources of nobody, nowhere", Filled("", i => Topic($"lost.{i}", "nowhere", "nobody")) },
        };

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public async Task The_report_of_nonsense_is_short_as_JSON_and_as_text(string what, string text)
    {
        var (json, lines) = (await Refused(text, "application/json"), await Refused(text, "text/plain"));

        json.Length.ShouldBeLessThan(LongestReport, what);
        lines.Length.ShouldBeLessThan(LongestReport, what);
        lines.Split('\n').Length.ShouldBeLessThan(103, what);
    }

    [Fact]
    public async Task A_hundred_mistakes_are_listed_and_the_others_counted()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Topic($"counted.{i}", "nowhere", "nobody")));

        var lines = (await Refused(text, "text/plain")).TrimEnd().Split('\n');

        lines.Length.ShouldBe(101);
        lines[^1].ShouldBe("120 mistakes; the first 100 are listed, 20 are not.");
        (await Refused(text, "application/json")).ShouldContain("120 mistakes; the first 100 are listed, 20 are not.");
    }

    private static string Filled(string head, Func<int, string> part, int? length = null)
    {
        var text = new StringBuilder(head);
        for (var i = 0; text.Length < (length ?? Full); i++)
        {
            text.Append(part(i));
        }

        return text.ToString();
    }

    private static string Head(string labels) =>
        $"apiVersion: portal/v1\nkind: topic\nmetadata:\n  name: labelled\n  cluster: dev-eu-1\n  owner: payments\n  {labels}";

    private static string Topic(string name, string cluster = "dev-eu-1", string owner = "payments") =>
        $"""
            ---
            apiVersion: portal/v1
            kind: topic
            metadata:
              name: {name}
              cluster: {cluster}
              owner: {owner}
            spec:
              partitions: 1
              replication: 1

            """;

    private async Task<string> Refused(string text, string accept)
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var body = new StringContent(text, Encoding.UTF8, "application/yaml");
        using var answer = await ada.PostAsync("/api/v1/specs:plan", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return await answer.Content.ReadAsStringAsync();
    }
}
