using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>A new version without transactions that is taken back before its first checkpoint, on whatever answers as Flink.</summary>
internal static class EarlyOutputLife
{
    public static readonly string[] Topics = ["early.in", "early.out"];

    public static async Task Play(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await records("early.in", "a\n");
        var former = AtLeastOnce("UPPER", checkpointSeconds: 1);
        await world.Reaches(await world.Ask(JobWorlds.Start("early", former)), ChangeState.Applied);
        (await committed("early.out", 1)).ShouldBe(["A"]);

        var change = await world.Upgrade("early", AtLeastOnce("LOWER", checkpointSeconds: 600));
        var waits = await Deadline.For(
            async () => await world.View(change) is { Run: { Owner: null, Progress: not null } } view ? view : null,
            TimeSpan.FromMinutes(2)
        );
        var start = waits.Plan!.Steps.OfType<StartJob>().ShouldHaveSingleItem();
        start.Details(null)[^1].ShouldContain("writes it again: its guarantee is at least once");
        await records("early.in", "b\nc\n");
        (await committed("early.out", 3)).ShouldBe(["A", "b", "c"]);
        await Counted(world, 2);

        var lead = await world.Person(Role.Member, SeededStructure.Payments);
        await world.Get<RunControl>().Abort(lead, change, CancellationToken.None);

        var ended = await world.Reaches(change, ChangeState.RolledBack);
        ended.Row.StatusMessage.ShouldNotBeNull().ShouldContain("early wrote at least 2 records");
        (await committed("early.out", 5)).ShouldBe(["A", "B", "C", "b", "c"]);
        await world.CancelBehindUs("early");
    }

    private static JobSpec AtLeastOnce(string act, int checkpointSeconds)
    {
        var spec = JobWorlds.Spec(JobWorlds.Copy("early.in", "early.out", act), checkpointSeconds: checkpointSeconds);
        return spec with { Definition = spec.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
    }

    private static Task Counted(WorkerWorld world, long records) =>
        Deadline.Until(async () =>
        {
            var flink = await world.Flink();
            var id = (await world.Alive("early")).ShouldHaveSingleItem().Id;
            return await flink.Job(id, CancellationToken.None) is { } job
                && (await flink.Gauges(id, job.Operators, CancellationToken.None)).Written == records;
        });
}
