using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Another version of Flink behind the same address: the former one stays known, and so does which of them wrote a state.</summary>
public sealed class FlinkVersionTests
{
    private const string Taken = "file:/flink/savepoints/portal/sums/1f/savepoint-1";

    private static CancellationToken Never => CancellationToken.None;

    [Fact]
    public async Task The_version_that_answered_before_stays_known()
    {
        await using var world = await WatchedFlink.Create();
        await world.Read();
        (await Reading(world)).VersionChange.ShouldBeNull();

        world.Flink.Version = "2.1.0";
        await world.Read();
        var change = (await Reading(world)).VersionChange.ShouldNotBeNull();
        (change.Former, change.Now, change.IsDowngrade).ShouldBe(("2.2.0", "2.1.0", true));
        await world.Read();
        (await Reading(world)).VersionChange.ShouldBe(change, "the same answer is no change");

        world.Flink.Version = "2.2.1";
        await world.Read();
        (await Reading(world)).VersionChange!.Former.ShouldBe("2.1.0");
    }

    [Fact]
    public async Task State_from_before_the_change_was_written_by_the_former_version_and_later_state_was_not()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Stored.Add(Taken);
        await world.Read();
        (await Look(world, Taken)).ShouldBeNull();

        world.Flink.Version = "2.1.0";
        (await Look(world, Taken)).ShouldNotBeNull("the collector hasn't read it yet").Former.ShouldBe("2.2.0");
        await world.Read();
        var change = (await Look(world, Taken)).ShouldNotBeNull();
        (change.Former, change.Now).ShouldBe(("2.2.0", "2.1.0"));
        (await Look(world, from: null)).ShouldBeNull("it starts from no state that lies there");

        world.Flink.StoredAt = change.Since.AddSeconds(1);
        (await Look(world, Taken)).ShouldBeNull();
        (await Look(world, Taken.Replace("savepoint-1", "savepoint-2"))).ShouldNotBeNull(
            "when it was written is unknown"
        );
    }

    [Fact]
    public async Task A_savepoint_of_the_catalogue_has_its_time_there()
    {
        await using var world = await WatchedFlink.Create();
        await world.Read();
        world.Flink.Version = "2.3.0";
        await world.Read();
        var since = (await Reading(world)).VersionChange!.Since;

        (await Look(world, Taken, since.AddDays(-1))).ShouldNotBeNull().IsUpgrade.ShouldBeTrue();
        (await Look(world, Taken, since.AddSeconds(1))).ShouldBeNull();
    }

    [Fact]
    public async Task So_has_one_of_another_job_that_a_new_one_starts_with_a_copy_of()
    {
        await using var world = await WatchedFlink.Create();
        await world.Read();
        world.Flink.Version = "2.1.0";
        await world.Read();
        var since = (await Reading(world)).VersionChange!.Since;

        (await Fork(world, since.AddDays(-1))).ShouldNotBeNull().IsDowngrade.ShouldBeTrue();
        (await Fork(world, since.AddSeconds(1))).ShouldBeNull();
    }

    private static async Task<FlinkReading> Reading(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return await db.Set<FlinkReading>().SingleAsync();
    }

    private static Task<FlinkVersionChange?> Look(WatchedFlink world, string? from, DateTimeOffset? takenAt = null)
    {
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums");
        var definition = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;
        var restored = takenAt is { } at ? new RestoredSavepoint(7, at, GoesBack: false, IsSameVersion: true) : null;
        var start = new StartJob(on, definition, from, Former: definition, Restored: restored);
        var live = new LiveJob("sums", "1f", JobRunState.Ended, FlinkStatus.Finished, definition, from);
        return Look(world, live, forked: null, start);
    }

    private static Task<FlinkVersionChange?> Fork(WatchedFlink world, DateTimeOffset takenAt)
    {
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums-again");
        var definition = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;
        var start = new StartJob(on, definition, "savepoint 7", Fork: 7);
        return Look(world, live: null, new KnownSavepoint(7, Taken, "1f", takenAt, definition), start);
    }

    private static Task<FlinkVersionChange?> Look(
        WatchedFlink world,
        LiveJob? live,
        KnownSavepoint? forked,
        StartJob start
    ) =>
        new FlinkVersionLook(world, TimeProvider.System).Of(
            world.Flink,
            world.Flink.Version,
            live,
            forked,
            new ResourcePlan(start.On, [start], null),
            Never
        );
}
