using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>Upgrades with a rehearsal on Flink itself, under a checker that counts what is committed.</summary>
public sealed class RehearsalTests
{
    [FullRunFact]
    public async Task An_upgrade_is_rehearsed_beside_the_running_version_which_it_never_touches()
    {
        await using var world = await World();
        await using var life = new RehearsalLife(world, await Bootstrap(), "rehearsed");
        var running = await life.Begin();

        var next = JobWorlds.Spec(life.Statements(), parallelism: 2) with { Rehearsal = true };
        var change = await life.Upgrade(next);
        var view = await life.Rehearses(change);
        view.Plan!.Steps.Select(s => s.GetType())
            .ShouldBe([
                typeof(ForkSavepoint),
                typeof(CreateScratchTopic),
                typeof(StartRehearsal),
                typeof(AwaitRehearsal),
                typeof(EndRehearsal),
                typeof(StopJob),
                typeof(StartJob),
                typeof(Core.Jobs.Stability.AwaitStability),
            ]);
        (await world.Alive("rehearsed")).ShouldHaveSingleItem().Id.ShouldBe(running);
        (await life.Topics()).ShouldContain(t => t.StartsWith("rehearsal-") && t.EndsWith(".rehearsed.out"));

        var done = await world.Reaches(change, ChangeState.Applied, TimeSpan.FromMinutes(3));
        done.Timeline.ShouldContain(e =>
            e.Words.Contains("rehearsed.out since the savepoint", StringComparison.Ordinal)
        );
        (await world.Alive("rehearsed")).ShouldHaveSingleItem().Id.ShouldNotBe(running);
        await life.NothingIsLeft();
        await life.EachIsThereOnce();
        await world.CancelBehindUs("rehearsed");
    }

    [FullRunFact]
    public async Task A_version_that_crash_loops_ends_in_its_rehearsal_and_without_one_at_the_pin_and_nothing_is_lost_or_doubled()
    {
        await using var world = await World();
        await using var life = new RehearsalLife(world, await Bootstrap(), "looping");
        var running = await life.Begin();

        var rehearsed = await life.Upgrade(life.Broken with { Rehearsal = true });
        var failed = await world.Reaches(rehearsed, ChangeState.RolledBack, TimeSpan.FromMinutes(4));
        failed.Row.StatusMessage.ShouldNotBeNull().ShouldContain("The rehearsal of looping isn't stable");
        failed.Checks.ShouldContain(c => c.Words.Contains("Neither version keeps state", StringComparison.Ordinal));
        (await world.Alive("looping")).ShouldHaveSingleItem().Id.ShouldBe(running);
        await life.NothingIsLeft();
        var before = await life.Committed();
        await Deadline.Until(async () => await life.Committed() > before);

        var direct = await life.Upgrade(life.Broken with { Rehearsal = false });
        await world.Reaches(direct, ChangeState.RolledBack, TimeSpan.FromMinutes(3));
        (await world.Alive("looping")).ShouldHaveSingleItem().Id.ShouldNotBe(running);
        await life.EachIsThereOnce();
        await world.CancelBehindUs("looping");
    }

    [FullRunFact]
    public async Task An_abort_during_the_rehearsal_ends_it_and_leaves_nothing_behind()
    {
        await using var world = await World(("Portal:Jobs:Stability:RehearsalWindow", "00:10:00"));
        await using var life = new RehearsalLife(world, await Bootstrap(), "halted");
        var running = await life.Begin();

        var change = await life.Upgrade(JobWorlds.Spec(life.Statements(), parallelism: 2) with { Rehearsal = true });
        await life.Rehearses(change);
        await life.Abort(change);

        await world.Reaches(change, ChangeState.RolledBack, TimeSpan.FromMinutes(1));
        (await world.Alive("halted")).ShouldHaveSingleItem().Id.ShouldBe(running);
        await life.NothingIsLeft();
        await life.EachIsThereOnce();
        await world.CancelBehindUs("halted");
    }

    private static async Task<WorkerWorld> World(params (string Name, string Value)[] settings)
    {
        var world = await (await SharedEngines.Flink).World();
        await world.StartWorker(
            settings:
            [
                ("Portal:Applying:VerifyWithin", "00:00:30"),
                ("Portal:Applying:LookEvery", "00:00:00.5"),
                .. settings,
            ]
        );
        return world;
    }

    private static async Task<string> Bootstrap() => ((FlinkEngine)await SharedEngines.Flink).Bootstrap;
}
