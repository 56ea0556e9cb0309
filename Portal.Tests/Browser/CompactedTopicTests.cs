using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>A compacted topic on the bundled cluster: it takes the setting, keeps everything, and its page says so.</summary>
[Collection(PageWorldTests.Name)]
public sealed class CompactedTopicTests(PageWorld world)
{
    private const string Topic = "payments.table";
    private const int Written = 40;

    [Fact]
    public async Task A_compacted_topic_of_the_bundled_cluster_keeps_everything_and_says_so()
    {
        await world.Made(
            Topic,
            partitions: 1,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["cleanup.policy"] = "compact" }
        );
        var lines = string.Join('\n', Enumerable.Range(0, Written).Select(n => $"same-key:value {n}"));
        await Command.Run(
            "bash",
            "-c",
            """printf '%s\n' "$1" | kcat -P -b "$2" -t "$3" -K: -X acks=all""",
            "bash",
            lines,
            world.Bootstrap,
            Topic
        );
        using var ada = await world.As("ada");
        await Deadline.Until(async () => await Records(ada) == Written, TimeSpan.FromMinutes(2));

        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open($"/topics/{PageWorld.Prod}/{Topic}");
        await visit.Sees("The bundled cluster keeps everything.");
        await visit.Sees("This evaluation cluster takes the setting and doesn't compact yet.");
        await visit.IsAccessible();

        var read = await Command.Run("kcat", "-C", "-e", "-q", "-b", world.Bootstrap, "-t", Topic, "-f", "%k=%s\n");
        read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(Written);
        await visit.Open($"/topics/{PageWorld.Prod}/orders");
        (await visit.Page.GetByText("keeps everything").CountAsync()).ShouldBe(0);
    }

    private static async Task<long?> Records(HttpClient client)
    {
        var topic = await client.GetFromJsonAsync<JsonElement>($"api/v1/topics/{PageWorld.Prod}/{Topic}");
        var records = topic.GetProperty("topic").GetProperty("records");
        return records.ValueKind == JsonValueKind.Number ? records.GetInt64() : null;
    }
}
