using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>What somebody finds who has just started the demo: density, and everything that may happen to a group or a change.</summary>
/// <param name="signIn">The first port at which programs of production sign in.</param>
internal sealed class DemoPromises(HttpClient api, HttpClient platform, int signIn)
{
    private const string Production = "local-prod";
    private const string Established = "01"; // of TCP, as Linux tells it
    private static readonly string[] Readers =
    [
        "billing",
        "fraud-check",
        "label-printer",
        "query-suggestions",
        "reporting",
        "warehouse",
    ];

    private const long FarBehind = 5_000;
    private static readonly string[] Environments = ["dev", "prod", "staging"];

    // A group that goes back comes forward again: each is seen at some time, not all at once.
    private static readonly string[] Statuses = ["falling-behind", "ok", "rewound", "stalled", "stopped", "unknown"];

    // Those that last.
    private static readonly string[] States =
    [
        "applied",
        "cancelled",
        "changes-requested",
        "pending-approval",
        "rejected",
        "rolled-back",
        "settled",
        "stuck",
    ];
    private static readonly string[] Jobs = ["large-orders", "orders-shipped", "revenue-per-minute"];

    private readonly HashSet<string> _statuses = new(StringComparer.Ordinal);

    public async Task AreKept()
    {
        await Deadline.Until(
            async () =>
            {
                _statuses.UnionWith(Words(await Items("groups"), "status"));
                Statuses.Except(_statuses).ShouldBeEmpty();
                return true;
            },
            TimeSpan.FromMinutes(4),
            "the demo has groups of every status"
        );
        await Deadline.Until(
            async () =>
            {
                var topics = await Items("topics");
                var groups = await Items("groups");
                topics.Count(topic => !topic.GetProperty("isInternal").GetBoolean()).ShouldBeGreaterThan(40);
                Words(topics, "environment").ShouldBe(Environments);
                Words(topics, "owner").Count().ShouldBe(6);
                topics.ShouldContain(topic => topic.GetProperty("drifts").GetInt32() > 0);
                topics.ShouldContain(topic => !topic.GetProperty("isManaged").GetBoolean());
                groups.ShouldContain(group => Lag(group, atLeast: false) > FarBehind);
                groups.ShouldContain(group => Lag(group, atLeast: true) != null, "one with unknown partitions");
                Words(await Items("changes"), "state").Intersect(States).ShouldBe(States);
                (await Items("schemas")).ShouldContain(schema => schema.ToString().Contains("\"orders-value\""));
                (await PlansOf("Grow checkout.sessions to 6 partitions")).ShouldBe(
                    2,
                    "it was stale, and is planned again"
                );
                await JobsHaveALife(await Items("jobs"));
                await ProgramsOfProductionSignIn(topics);
                return true;
            },
            EngineSkip.FullRunOnly is null ? TimeSpan.FromMinutes(6) : TimeSpan.FromMinutes(2),
            "the demo shows all it promises"
        );
    }

    /// <summary>What is exported of the demo changes nothing when it is applied, but what somebody changed by hand.</summary>
    public Task AreTheirOwnSpecs() =>
        Deadline.Until(
            async () =>
            {
                var drifted = (await Items("topics"))
                    .Where(topic => topic.GetProperty("drifts").GetInt32() > 0)
                    .Select(topic => $"{topic.GetProperty("cluster")}/{topic.GetProperty("name")}")
                    .ToList();
                var exported = await platform.GetStringAsync("specs");
                using var files = new StringContent(exported, Encoding.UTF8, "application/yaml");
                using var answer = await platform.PostAsync("./specs:plan?reason=none", files);
                var body = await answer.Content.ReadAsStringAsync();
                answer.IsSuccessStatusCode.ShouldBeTrue(body);
                var plan = JsonSerializer.Deserialize<JsonElement>(body);
                plan.GetProperty("changes")
                    .EnumerateArray()
                    .SelectMany(change => change.GetProperty("resources").EnumerateArray())
                    .Select(resource => resource.GetProperty("on"))
                    .Select(on => $"{on.GetProperty("cluster")}/{on.GetProperty("name")}")
                    .ShouldBe(drifted, ignoreOrder: true);
                // Of what a change is stuck at nobody knows.
                (plan.GetProperty("unchanged").GetInt32() + plan.GetProperty("notes").GetArrayLength()).ShouldBe(
                    exported.Split("apiVersion:").Length - 1 - drifted.Count
                );
                return true;
            },
            // What was read right after a change says nothing of it yet.
            TimeSpan.FromMinutes(4),
            "the demo's export changes nothing"
        );

    // Each topic is written by an account of its own team or of another, each group reads as the account of its name, and is seen to use its grant.
    private async Task ProgramsOfProductionSignIn(List<JsonElement> topics)
    {
        var grants = (await Items("access", Production)).ConvertAll(grant =>
            (
                Name: grant.GetProperty("name").GetString()!,
                Mode: grant.GetProperty("spec").GetProperty("mode").GetString(),
                Topic: grant.GetProperty("spec").GetProperty("topic").GetString(),
                Principal: grant.GetProperty("spec").GetProperty("principal").GetString()
            )
        );
        (await Items("service-accounts", Production))
            .Select(account => account.GetProperty("principal").GetString())
            .ShouldBe(grants.Select(grant => grant.Principal).Distinct(), ignoreOrder: true);
        grants
            .Where(grant => grant.Mode == "write")
            .Select(grant => grant.Topic)
            .ShouldBe(
                topics
                    .Where(topic => topic.GetProperty("cluster").GetString() == Production)
                    .Where(topic => topic.GetProperty("isManaged").GetBoolean())
                    .Select(topic => topic.GetProperty("name").GetString()),
                ignoreOrder: true
            );
        var reads = grants.Where(grant => grant.Mode == "read").ToList();
        reads.Select(grant => grant.Principal!["User:".Length..]).Distinct().ShouldBe(Readers, ignoreOrder: true);
        foreach (var grant in reads)
        {
            var shown = await api.GetFromJsonAsync<JsonElement>($"access/{Production}/{grant.Name}");
            shown.GetProperty("lastUse").GetProperty("at").ValueKind.ShouldBe(JsonValueKind.String, grant.Name);
        }

        (await Items("acls", Production)).ShouldBeEmpty("nobody may do anything that wasn't requested");
        (await Connections()).ShouldBeGreaterThanOrEqualTo(Readers.Length);
    }

    /// <summary>How many programs are connected where they sign in, to the first broker.</summary>
    private async Task<int> Connections() =>
        (await File.ReadAllLinesAsync("/proc/net/tcp"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(line => line[1].EndsWith($":{signIn:X4}", StringComparison.Ordinal) && line[3] == Established);

    private async Task<int> PlansOf(string title)
    {
        var change = (await Items("changes")).Single(change => change.GetProperty("title").GetString() == title);
        var shown = await api.GetFromJsonAsync<JsonElement>($"changes/{change.GetProperty("id").GetInt64()}");
        return shown.GetProperty("plan").GetProperty("number").GetInt32();
    }

    // They all run; in minutes the one that a quota holds falls behind, and the one that is upgraded goes on from a savepoint.
    private async Task JobsHaveALife(List<JsonElement> jobs)
    {
        jobs.Where(job => job.GetProperty("status").GetString() == "RUNNING")
            .Select(job => job.GetProperty("name").GetString())
            .Order(StringComparer.Ordinal)
            .ShouldBe(Jobs);
        jobs.Where(job => Jobs.Contains(job.GetProperty("name").GetString()))
            .ShouldAllBe(job => job.GetProperty("owner").GetString() != null);
        foreach (var name in Jobs)
        {
            var job = await api.GetFromJsonAsync<JsonElement>($"jobs/local/{name}");
            job.GetProperty("wanted").GetProperty("guarantee").GetString().ShouldBe("exactly-once", name);
        }

        // What is known after minutes only is waited for in a full run.
        if (EngineSkip.FullRunOnly is null)
        {
            jobs.Where(job => job.GetProperty("health").GetString() == "falling-behind")
                .Select(job => job.GetProperty("name").GetString())
                .ShouldBe(["orders-shipped"]);
            await LargeOrdersHadAnUpgrade();
        }
    }

    private async Task LargeOrdersHadAnUpgrade()
    {
        (await PlansOf("Upgrade large-orders: name the currency")).ShouldBe(1);
        var upgraded = await api.GetFromJsonAsync<JsonElement>("jobs/local/large-orders");
        var runs = upgraded.GetProperty("runs").EnumerateArray().ToList();
        runs.Count.ShouldBe(2);
        runs[0].GetProperty("restoredFrom").GetString().ShouldNotBeNull().ShouldContain("savepoint-");
        runs[0].GetProperty("changed").ToString().ShouldContain("EUR");
        (await api.GetFromJsonAsync<JsonElement>("jobs/local/large-orders/savepoints")).GetArrayLength().ShouldBe(1);
    }

    private async Task<List<JsonElement>> Items(string list) =>
        [.. (await api.GetFromJsonAsync<JsonElement>($"{list}?limit=200")).GetProperty("items").EnumerateArray()];

    private async Task<List<JsonElement>> Items(string list, string cluster) =>
        [
            .. (await api.GetFromJsonAsync<JsonElement>($"{list}?cluster={cluster}&limit=200"))
                .GetProperty("items")
                .EnumerateArray(),
        ];

    private static IEnumerable<string> Words(IEnumerable<JsonElement> items, string field) =>
        items.Select(item => item.GetProperty(field).GetString()).OfType<string>().Distinct().Order();

    private static long? Lag(JsonElement group, bool atLeast) =>
        group.GetProperty("lag") is var lag
        && lag.GetProperty("isAtLeast").GetBoolean() == atLeast
        && lag.GetProperty("messages") is { ValueKind: JsonValueKind.Number } messages
            ? messages.GetInt64()
            : null;
}
