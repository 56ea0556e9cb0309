using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>What follows a cycle whose reading broke off in the middle, as with the connection to the store.</summary>
public sealed class BrokenConnectionTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LagLimits Limits = new(TimeSpan.FromSeconds(10));

    // Whichever is read first: one of the two comes after the other.
    [Theory]
    [InlineData("min")]
    [InlineData("max")]
    public async Task The_next_snapshot_has_all_of_that_cycle(string chunk)
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        await ReadingPartitions.Make(world.Store, Noon, Never);
        var lease = new CollectorLease(world.Store, "test", TimeSpan.FromHours(1));
        var holding = new Holding(cluster, (await lease.Take(cluster, Limits.Poll, Never))!.Value);
        var (state, source) = (new CollectorState(Limits), new SnapshotSource());
        await Write(0);
        await Write(1);
        await Refresh();
        await Write(2);
        var which = $"at = (select max(at) from reading_10s) and chunk = (select {chunk}(chunk) from reading_10s)";
        var frame = (await world.Scalar<byte[]>($"select columns from reading_10s where {which}")).ShouldNotBeNull();
        await Replace([0xff, 0xff]);
        await Refresh().ShouldThrowAsync<FormatException>();

        await Replace(frame);
        var seen = await Refresh();

        seen.Topics["orders"].Partitions[0].End.ShouldBe(SteadyReading.End(2));
        seen.Groups["billing"].Partitions[0].Committed.ShouldBe(SteadyReading.End(2) - 50);

        Task Replace(byte[] columns) =>
            world.Execute($"update reading_10s set columns = '\\x{Convert.ToHexString(columns)}' where {which}");

        async Task Write(int number)
        {
            var (at, changes) = (Noon.AddSeconds(number * 10), new CollectorChanges());
            state.Take(SteadyReading.Of(at, SteadyReading.End(number)), changes);
            var cycle = new Cycle(number, at, TimeSpan.Zero, 4, 0, null, "[]");
            (await new CycleWriter(world.Store, "test").Write(holding, state, changes, cycle, Never)).ShouldBeTrue();
        }

        async Task<ClusterSnapshot> Refresh()
        {
            await using var moment = await Moment.Of(world.Store, Never);
            var row = (await CollectorRow.Read(moment.Ask, cluster, Never)).Single();
            return await source.Refresh(moment.Ask, row with { SilentFor = null }, Never);
        }
    }

    [Fact]
    public async Task A_topics_ends_are_read_without_the_places_of_its_groups()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        await world.Execute(
            $"""
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
                select 'topic', {cluster.Value}, t.name, t.name, now() from unnest(array['orders', 'others']) as t (name);
            insert into series (cluster_id, chunk, slot, count, incarnation_id, first_partition, group_name, since)
                select {cluster.Value}, case when g.name is null then 0 else 1 end, row_number() over (), 1, i.id, 0, g.name, now()
                from incarnation i, unnest(array[null, 'billing', 'audit']) as g (name)
                where i.cluster_id = {cluster.Value};
            """
        );
        var orders = await world.Scalar<long>("select id from incarnation where name = 'orders'");

        var ends = await SeriesTable.EndsOf(world.Store.CreateCommand, [orders], DateTimeOffset.UnixEpoch, Never);

        var run = ends.ShouldHaveSingleItem();
        (run.Incarnation, run.Group).ShouldBe((orders, null));
    }
}
