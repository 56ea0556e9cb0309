using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>A job that counts gets a time to live for its state and a restart strategy, and loses the first again, on whatever answers as Flink.</summary>
internal static class StateTtlLife
{
    private const string Subject = "ttl.out-value";

    public static readonly string[] Topics = ["ttl.in", "ttl.out"];

    private static readonly JobSpec Counts = JobWorlds.Spec(
        "INSERT INTO dev.`ttl.out` SELECT `value`, COUNT(*) FROM dev.`ttl.in` GROUP BY `value`"
    );

    /// <param name="flink">Its REST API.</param>
    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic.</param>
    public static async Task Play(
        WorkerWorld world,
        string flink,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await world.SeeSubject(
            Subject,
            """{"type":"object","properties":{"k":{"type":"string"},"n":{"type":"integer"}}}"""
        );
        var first = Counts with
        {
            Definition = Counts.Definition with { Writes = [new("dev.ttl.out", ["k"], Upsert: true)] },
        };
        await records("ttl.in", "a\n");
        await world.Reaches(await world.Ask(JobWorlds.Start("ttl", first)), ChangeState.Applied);
        (await Newest(committed, 1)).ShouldBe(1);

        var second = first with
        {
            Definition = first.Definition with
            {
                StateTtlSeconds = 3_600,
                Restart = new(RestartStrategy.FixedDelay, Attempts: 3, DelaySeconds: 2),
            },
        };
        await Changed(world, second, "without a time to live is read with one");
        await records("ttl.in", "a\n");
        (await Newest(committed, 2)).ShouldBe(2, "the state went on");
        var alive = (await world.Alive("ttl")).ShouldHaveSingleItem();
        using (var http = new HttpClient())
        {
            var config = JsonDocument.Parse(await http.GetStringAsync($"{flink}/jobs/{alive.Id}/config"));
            config
                .RootElement.GetProperty("execution-config")
                .GetProperty("restart-strategy")
                .GetString()!
                .ShouldBe("Restart with fixed delay (PT2S). #3 restart attempts.");
        }

        await Changed(world, first, "with a time to live is read without one");
        await records("ttl.in", "a\n");
        (await Newest(committed, 3)).ShouldBe(3, "the state went on");
        await world.CancelBehindUs("ttl");
    }

    private static async Task Changed(WorkerWorld world, JobSpec spec, string words)
    {
        var change = await world.Ask(JobWorlds.Change("ttl", spec));
        var plan = await world.Reaches(change, ChangeState.PendingApproval);
        plan.Checks.Where(check => check.Verdict == CheckVerdict.NeedsOverride)
            .ShouldHaveSingleItem()
            .Words.ShouldContain(words);
        await world.Agree(change);
        await world.Reaches(change, ChangeState.Applied);
    }

    private static async Task<int> Newest(Func<string, int, Task<IReadOnlyList<string>>> committed, int count) =>
        (await committed("ttl.out", count)).Max(row => JsonDocument.Parse(row).RootElement.GetProperty("n").GetInt32());
}
