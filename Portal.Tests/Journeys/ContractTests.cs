using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>
/// On Apache Kafka with Apicurio, and on the bundled cluster: a topic with a contract is requested, widened and approved on the pages; npm's own client of the
/// registry writes and reads by it; and an incompatible version is refused with the field's name on the page, by the API and from files.
/// </summary>
[Collection(JourneyBrokers.Shared)]
public sealed class ContractTests(JourneyBrokers brokers)
{
    private const string Cluster = "main";
    private const string Topic = "checkout.contract";

    [FullRunNodeFact]
    public async Task What_the_portal_registers_a_client_it_doesnt_know_writes_and_reads_by()
    {
        var registry = RealRegistry.Start();
        var kafka = await brokers.Kafka;
        await using var apicurio = await registry;
        await IsAContract(kafka.Bootstrap, apicurio.Url);
    }

    [LongFact("npm")]
    public async Task It_is_so_on_the_bundled_cluster()
    {
        await using var local = await LocalKafka.Start();
        await IsAContract(local.Bootstrap, local.Registry.ToString());
    }

    private static async Task IsAContract(string bootstrap, string registry)
    {
        var script = KafkaJs.Installed("schemaregistry");
        await using var portal = await RunningPortal.Start(settings: ("Portal__Calendar__WatchEvery", "00:00:02"));
        await new ApiJourney(portal).Register(Cluster, "prod", bootstrap, "registry", new { url = registry });
        var journey = new StreamJourney(portal.Address, Cluster, Topic);

        await journey.Request();
        await Seen(portal, "totalCents");
        await journey.Widen("payments.contract-audit");

        await IsWrittenAndRead(Path.Combine(await script, "contract.js"), bootstrap, registry);
        await Seen(portal, "channel");
        await IsRefusedByTheApi(portal);
        await IsRefusedFromFiles(portal);
    }

    /// <summary>The registry was read since its subject has a version with this field.</summary>
    private static async Task Seen(RunningPortal portal, string field)
    {
        using var ada = await portal.As("ada");
        await Deadline.Until(async () =>
        {
            var seen = await ada.GetFromJsonAsync<JsonElement>($"api/v1/schemas/{Cluster}/{Topic}-value");
            return seen.GetProperty("versions").GetRawText().Contains(field, StringComparison.Ordinal);
        });
    }

    private static async Task IsWrittenAndRead(string script, string bootstrap, string registry)
    {
        const string Value = """{"orderId":"o-1","placedAt":7,"totalCents":990,"channel":"web"}""";

        var said = await Command.Run("node", script, bootstrap, registry, Topic, Value, """{"orderId":7}""");

        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^id: [1-9][0-9]*$");
        lines[1..].ShouldBe([$"read: {Value}", "refused: yes"]);
    }

    private static async Task IsRefusedByTheApi(RunningPortal portal)
    {
        using var sam = await portal.As("sam");
        var asked = await ApiJourney.Post(
            sam,
            "api/v1/changes",
            new
            {
                owner = "checkout",
                reason = "A version that can't be.",
                resources = new[]
                {
                    new
                    {
                        kind = "schema",
                        operation = "update",
                        cluster = Cluster,
                        name = $"{Topic}-value",
                        spec = new { type = "AVRO", schema = Next },
                    },
                },
            }
        );
        var id = asked.GetProperty("change").GetProperty("id").GetInt64();
        JsonElement change = default;
        await Deadline.Until(async () =>
        {
            change = await sam.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}");
            return change.GetProperty("change").GetProperty("state").GetString() is not "planning";
        });
        change.GetProperty("change").GetProperty("state").GetString().ShouldBe("changes-requested", $"{change}");
        change
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("verdict").GetString() == "blocked")
            .GetProperty("words")
            .GetString()!
            .ShouldContain("region");
    }

    private static async Task IsRefusedFromFiles(RunningPortal portal)
    {
        using var sam = await portal.As("sam");
        sam.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        var text = $"""
            apiVersion: portal/v1
            kind: schema
            metadata:
              name: {Topic}-value
              cluster: {Cluster}
              owner: checkout
            spec:
              type: AVRO
              compatibility: {StreamJourney.Level}
              schema: |
                {Next.ReplaceLineEndings("\n    ")}
            """;
        using var body = new StringContent(text, Encoding.UTF8, "application/yaml");
        using var answer = await sam.PostAsync("api/v1/specs:plan", body);

        var report = await answer.Content.ReadAsStringAsync();
        report.ShouldContain($"! compatibility · {Topic}-value: Not compatible by {StreamJourney.Level}");
        report.ShouldContain("region: it isn't in what was written, and has no default");
    }

    private static string Next =>
        StreamJourney.Version(
            """
            { "name": "channel", "type": "string", "default": "shop" },
                { "name": "region", "type": "string" }
            """
        );
}
