using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>
/// A stop writes its savepoint, and the JobManager dies before the run has finished. The next one takes the run over from its last checkpoint, and somebody ends it before the
/// stop is tried again.
/// </summary>
public sealed class StopSavepointTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(FlinkStatus.Canceled, 1, ObservedState.Other)]
    [InlineData(FlinkStatus.Failed, 1, ObservedState.Other)]
    [InlineData(FlinkStatus.Canceled, -1, ObservedState.After)]
    [InlineData(FlinkStatus.Finished, 1, ObservedState.After)]
    public async Task A_run_that_completed_a_checkpoint_after_it_was_not_stopped_with_it(
        string status,
        int minutes,
        ObservedState state
    )
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs(Run, "sums", status);
        world.Flink.Checkpoints(
            Run,
            new JobCheckpoint(42, world.Flink.StoredAt.AddMinutes(minutes), null, 5, false, JobCheckpoint.Completed)
        );

        await Ends(world, state);
    }

    // So many minutes after the savepoint all of it was scheduled. The bundled cluster restores the savepoint, as the checkpoint of its number.
    [Theory]
    [InlineData(FlinkStatus.Canceled, 1, "chk-40", null, ObservedState.Other)]
    [InlineData(FlinkStatus.Failed, 1, "chk-40", 41L, ObservedState.Other)]
    [InlineData(FlinkStatus.Failed, 1, null, null, ObservedState.Other)]
    [InlineData(FlinkStatus.Canceled, 1, "chk-41", 41L, ObservedState.After)]
    [InlineData(FlinkStatus.Canceled, -1, "chk-40", 41L, ObservedState.After)]
    [InlineData(FlinkStatus.Finished, 1, "chk-40", null, ObservedState.After)]
    public async Task A_run_that_was_restored_from_an_older_state_after_it_was_not_stopped_with_it(
        string status,
        int minutes,
        string? restored,
        long? number,
        ObservedState state
    )
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs(Run, "sums", status);
        world.Flink.RunsSince[Run] = world.Flink.StoredAt.AddMinutes(minutes);

        await Ends(
            world,
            state,
            path =>
                world.Flink.History[Run] = new(
                    0,
                    0,
                    [],
                    restored is null ? null : $"/states/{Run}/{restored}",
                    number is null ? null : new(path, 5, number)
                )
        );
    }

    [Theory]
    [InlineData(1, ObservedState.Other)]
    [InlineData(-1, ObservedState.After)]
    public async Task Of_a_run_that_Flink_forgot_its_folder_shows_that(int minutes, ObservedState state)
    {
        await using var world = await WatchedFlink.Create();
        var checkpoint = $"/states/{Run}/chk-42";
        world.Flink.Stored.Add(checkpoint);
        world.Flink.Times[checkpoint] = world.Flink.StoredAt.AddMinutes(minutes);

        await Ends(world, state);
    }

    /// <param name="taken">Gets where the savepoint lies.</param>
    private static async Task Ends(WatchedFlink world, ObservedState state, Action<string>? taken = null)
    {
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums");
        var step = new StopJob(on, Run, JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition);
        await using var db = world.CreateDbContext();
        var run = await AppliedChanges.Add(db, world.Cluster, "sums", "Suspend sums", world.Flink.StoredAt);
        await db.Database.ExecuteSqlAsync(
            $"update apply_run set fence = 1, owner = 'worker', lease_until = now() + interval '1 hour' where id = {run.Value}"
        );
        var path = $"/states/{Run}/{Submissions.Stop(run, on, Run).Mark}/savepoint-1";
        world.Flink.Stored.Add(path);
        taken?.Invoke(path);
        var ledger = new SavepointLedger(world, Options.Create(new SavepointOptions()), TimeProvider.System);
        var scope = new StepScope(
            new FencedRun(run, Fence: 1, Owner: "worker"),
            JobWorlds.Soon,
            new RetryPolicy(TimeProvider.System, TimeSpan.Zero)
        );

        var seen = await new StopJobHandler(world.Flink, null!, ledger).Observe(step, scope, CancellationToken.None);

        seen.State.ShouldBe(state, seen.Words);
        var left = seen.Resource.ShouldBeOfType<LiveJob>().RestoreFrom;
        left.ShouldBe(state == ObservedState.After ? path : null);
        (await db.Set<Savepoint>().SingleAsync()).Path.ShouldBe(path, "it is in the catalogue whatever the run did");
    }
}
