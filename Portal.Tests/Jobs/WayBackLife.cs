using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>
/// A new version completes a checkpoint and then fails for good: the change is held, the former version is offered from the newest state, and goes on from there
/// exactly once, on whatever answers as Flink.
/// </summary>
internal static class WayBackLife
{
    public static readonly string[] Topics = ["way.in", "way.out"];

    public static readonly (string, string)[] Settings =
    [
        ("Portal:Applying:VerifyWithin", "00:00:30"),
        ("Portal:Applying:LookEvery", "00:00:00.5"),
    ];

    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic.</param>
    public static async Task Play(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await records("way.in", "1\n");
        var former = JobWorlds.Spec(JobWorlds.Copy("way.in", "way.out", "TRIM"));
        await world.Reaches(await world.Ask(JobWorlds.Start("way", former)), ChangeState.Applied);
        (await committed("way.out", 1)).ShouldBe(["1"]);
        (await Offer(world)).ShouldBeNull();

        // No restart is allowed to it, and it isn't stable before it fails.
        var next = JobWorlds.Spec(
            "INSERT INTO dev.`way.out` SELECT CAST(CAST(`value` AS INT) AS STRING) FROM dev.`way.in`"
        );
        var critical = next with { Tier = Tier.Critical, Rehearsal = false };
        var change = await world.Upgrade("way", critical);
        await Deadline.Until(
            async () =>
                (await world.View(change)).Run?.Progress?.Signals.Any(s => s is { Name: "checkpoints" }) == true,
            TimeSpan.FromMinutes(1)
        );
        await records("way.in", "2\n");
        (await committed("way.out", 2)).ShouldBe(["1", "2"]);
        await records("way.in", "x\n");

        var held = (await world.Reaches(change, ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNull();
        held.ShouldMatch(
            @"Going back would write it again: from savepoint \d+, up to 2 records that came into its topics since, and what it has read of its lag of then\."
        );
        var offer = await Deadline.For(() => Offer(world));
        (offer.By.Id, offer.State, offer.Mode).ShouldBe((change, RunState.Stuck, JobUpgradeMode.LastState));
        offer.Before.ShouldNotBeNull();
        offer.Reads.ShouldBe(FormerReads.All, offer.ReadsWords);
        offer.Now.Definition.ShouldBe(next.Definition);

        var onCall = await world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await world.Get<RunControl>().Settle(onCall, change, "the former version goes on", CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await Offer(world)).ShouldNotBeNull().State.ShouldBe(RunState.Settled);
        // Its criticality stays, so it is stable only after minutes.
        await world.Upgrade("way", offer.Of(critical));

        (await committed("way.out", 3)).ShouldBe(["1", "2", "x"], "nothing is lost, and nothing twice");
        (await Offer(world)).ShouldBeNull("another run is the newest");
        (await world.Alive("way")).ShouldHaveSingleItem().Id.ShouldNotBe(offer.Now.JobId);
        await world.CancelBehindUs("way");
    }

    private static async Task<WayBack?> Offer(WorkerWorld world)
    {
        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(CancellationToken.None);
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), new HandHealth(), TimeProvider.System);
        return (await jobs.Get("dev", "way", CancellationToken.None))?.WayBack;
    }
}
