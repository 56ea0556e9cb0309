using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Catalogue;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Tests.Jobs;

namespace Portal.Tests.Changes;

/// <summary>When a change touched what it is about.</summary>
public sealed class ResourceChangesTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_change_is_dated_by_what_its_run_did_and_not_by_its_last_move()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        var run = await AppliedChanges.Add(db, world.Cluster, "sums", "Upgrade sums", Began.AddHours(2));
        db.AddRange(Entry(run, StepPhase.Intent, Began), Entry(run, StepPhase.Done, Began.AddMinutes(50)));
        await db.SaveChangesAsync();

        var change = (await Newest(world)).ShouldHaveSingleItem();

        (change.At, change.LastActAt).ShouldBe((Began, Began.AddMinutes(50)));
    }

    [Fact]
    public async Task One_whose_run_has_not_acted_yet_is_dated_by_its_last_move()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await AppliedChanges.Add(db, world.Cluster, "sums", "Upgrade sums", Began, state: "applying");

        var change = (await Newest(world)).ShouldHaveSingleItem();

        (change.At, change.LastActAt).ShouldBe((Began, Began));
    }

    [Fact]
    public async Task Of_several_the_one_that_acted_last_is_the_newest()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await TwoChanges(db, world.Cluster, "sums", "sums");

        (await Newest(world)).Select(change => change.Title).ShouldBe(["A long one", "A short one"]);
    }

    [Fact]
    public async Task Of_several_grants_of_a_topic_too()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await TwoChanges(db, world.Cluster, "grant-1", "grant-2");
        await db.Database.ExecuteSqlAsync(
            $"""
            update change_resource set kind = {AccessKind.Word.Word};
            insert into access_grant (cluster_id, name, principal, topic, run_id, granted_at)
            select {world.Cluster.Value}, 'grant-' || n, 'User:' || n, 'orders', 1, {Began} from generate_series(1, 2) n;
            """
        );
        var orders = TopicKind.On(world.Cluster, "orders");

        var last = await new ResourceChanges(world).OfEach([orders], CancellationToken.None);

        last.Grants[orders].Title.ShouldBe("A long one");
    }

    // The short one begins and ends while the long one runs.
    private static async Task TwoChanges(PortalDb db, ClusterId cluster, string first, string second)
    {
        var end = Began.AddMinutes(50);
        var longer = await AppliedChanges.Add(db, cluster, first, "A long one", end);
        var shorter = await AppliedChanges.Add(db, cluster, second, "A short one", end);
        db.AddRange(Entry(longer, StepPhase.Intent, Began), Entry(longer, StepPhase.Done, end));
        db.AddRange(
            Entry(shorter, StepPhase.Intent, Began.AddMinutes(10)),
            Entry(shorter, StepPhase.Done, Began.AddMinutes(12))
        );
        await db.SaveChangesAsync();
    }

    private static Task<IReadOnlyList<ResourceChange>> Newest(WatchedFlink world) =>
        new ResourceChanges(world).Newest([new(JobKind.Word, world.Cluster, "sums")], 8, CancellationToken.None);

    private static JournalEntry Entry(RunId run, StepPhase phase, DateTimeOffset at) =>
        new()
        {
            RunId = run,
            Step = 0,
            Direction = StepDirection.Do,
            Phase = phase,
            Fence = 1,
            At = at,
        };
}
