using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>What somebody finds who has just started the demo: density, and everything that may happen to a group or a change.</summary>
internal sealed class DemoPromises(HttpClient api, HttpClient platform)
{
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
        "stuck",
    ];

    private readonly HashSet<string> _statuses = new(StringComparer.Ordinal);

    public Task AreKept() =>
        Deadline.Until(
            async () =>
            {
                var topics = await Items("topics");
                var groups = await Items("groups");
                _statuses.UnionWith(Words(groups, "status"));

                topics.Count(topic => !topic.GetProperty("isInternal").GetBoolean()).ShouldBeGreaterThan(40);
                Words(topics, "environment").ShouldBe(Environments);
                Words(topics, "owner").Count().ShouldBe(6);
                topics.ShouldContain(topic => topic.GetProperty("drifts").GetInt32() > 0);
                topics.ShouldContain(topic => !topic.GetProperty("isManaged").GetBoolean());
                groups.ShouldContain(group => Lag(group, atLeast: false) > FarBehind);
                groups.ShouldContain(group => Lag(group, atLeast: true) != null, "one with unknown partitions");
                Words(await Items("changes"), "state").Intersect(States).ShouldBe(States);
                (await Items("schemas")).ShouldContain(schema => schema.ToString().Contains("\"orders-value\""));
                Statuses.Except(_statuses).ShouldBeEmpty();
                return true;
            },
            TimeSpan.FromMinutes(4),
            "the demo shows all it promises"
        );

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
                plan.GetProperty("unchanged")
                    .GetInt32()
                    .ShouldBe(exported.Split("apiVersion:").Length - 1 - drifted.Count);
                return true;
            },
            // What was read right after a change says nothing of it yet.
            TimeSpan.FromMinutes(4),
            "the demo's export changes nothing"
        );

    private async Task<List<JsonElement>> Items(string list) =>
        [.. (await api.GetFromJsonAsync<JsonElement>($"{list}?limit=200")).GetProperty("items").EnumerateArray()];

    private static IEnumerable<string> Words(IEnumerable<JsonElement> items, string field) =>
        items.Select(item => item.GetProperty(field).GetString()).OfType<string>().Distinct().Order();

    private static long? Lag(JsonElement group, bool atLeast) =>
        group.GetProperty("lag") is var lag
        && lag.GetProperty("isAtLeast").GetBoolean() == atLeast
        && lag.GetProperty("messages") is { ValueKind: JsonValueKind.Number } messages
            ? messages.GetInt64()
            : null;
}
