using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Two people change one topic at once: both may, both are warned, and the later one goes stale and is planned again.</summary>
public sealed class ConcurrentChangeTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    [Fact]
    public async Task The_second_is_warned_and_goes_stale_when_the_first_is_applied()
    {
        await web.World.Manage("concurrent.orders", 3, ("retention.ms", "1000"));
        var first = await Ask("ada", Request(6));
        var forecast = await Forecast("sam", Request(9));
        var second = await Ask("sam", Request(9));

        var concurrent = forecast.GetProperty("concurrentChanges")[0];
        concurrent.GetProperty("change").GetInt64().ShouldBe(first.Value);
        concurrent
            .GetProperty("words")
            .GetString()
            .ShouldBe("Ada Brandt requested: grow concurrent.orders to 6 partitions");
        (await web.World.Reaches(second, ChangeState.PendingApproval)).Checks.ShouldContain(c =>
            c.Name == Checks.OtherChangesCheck && c.Words.Contains("(waiting for approval)")
        );

        await web.World.Approve(first);
        await web.World.Reaches(first, ChangeState.Applied);
        await web.World.Approve(second);

        var again = await Deadline.For(async () =>
            await web.World.View(second) is { Plan.Number: 2, Row.State: ChangeState.PendingApproval } view
                ? view
                : null
        );
        again
            .Timeline.Single(e => e.Kind == "run.stale")
            .Words.ShouldContain("concurrent.orders had 3 partitions when the plan was computed, and has 6 now");
        again.Plan!.Steps.ShouldHaveSingleItem().ShouldBeOfType<GrowPartitions>().Before.ShouldBe(6);
        web.World.Kafka.Topic("concurrent.orders")!.Partitions.ShouldBe(6);
        (await Forecast("sam", Request(9), second)).GetProperty("concurrentChanges").GetArrayLength().ShouldBe(0);
    }

    private static object Request(int partitions) =>
        new
        {
            owner = "payments",
            reason = "For a test.",
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation = "update",
                    cluster = "dev",
                    name = "concurrent.orders",
                    spec = new
                    {
                        partitions,
                        replication = 1,
                        configs = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "1000" },
                    },
                },
            },
        };

    private async Task<ChangeId> Ask(string person, object request)
    {
        using var client = await web.As(person);
        using var asked = await client.PostAsJsonAsync("/api/v1/changes", request);
        asked.EnsureSuccessStatusCode();
        var id = new ChangeId(
            (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("change").GetProperty("id").GetInt64()
        );
        await web.World.Reaches(id, ChangeState.PendingApproval);
        return id;
    }

    private async Task<JsonElement> Forecast(string person, object request, ChangeId? replaces = null)
    {
        using var client = await web.As(person);
        using var answer = await client.PostAsJsonAsync(
            $"/api/v1/forecasts{(replaces is { } id ? $"?replaces={id}" : "")}",
            request
        );
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
