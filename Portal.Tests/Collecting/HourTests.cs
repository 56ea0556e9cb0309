using Portal.Core.Health.Readings;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>The turn of an hour: the next is made ahead, what is past keeping is dropped, and readings go on.</summary>
public sealed class HourTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2025, 3, 1, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Hours_past_keeping_are_dropped_and_the_next_is_made_ahead()
    {
        await using var world = await CollectWorld.Create();

        await Turn(world, Noon);
        (await Hours(world)).ShouldBe("12 13");
        await Turn(world, Noon);
        (await Hours(world)).ShouldBe("12 13");
        await Turn(world, Noon.AddHours(6));
        (await Hours(world)).ShouldBe("12 13 18 19");
        await Turn(world, Noon.AddHours(6.5));
        (await Hours(world)).ShouldBe("13 18 19 20");
    }

    [Fact]
    public async Task A_worker_whose_clock_is_weeks_ahead_of_the_store_s_drops_nothing_that_is_still_kept()
    {
        await using var world = await CollectWorld.Create();
        var now = TimeProvider.System.GetUtcNow();
        await ReadingPartitions.Make(world.Store, now, Never);
        var made = await Hours(world);

        await ReadingPartitions.Drop(world.Store, now.AddDays(40), Never);

        (await Hours(world)).ShouldBe(made);
    }

    [Fact]
    public async Task Workers_that_turn_at_once_make_each_hour_once()
    {
        await using var world = await CollectWorld.Create();
        await ReadingPartitions.Make(world.Store, Noon.AddHours(-8), Never);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Turn(world, Noon)));

        (await Hours(world)).ShouldBe("12 13");
    }

    [Fact]
    public async Task Somebody_who_keeps_the_readings_open_over_the_turn_of_an_hour_stops_none()
    {
        await using var world = await CollectWorld.Create();
        await world.Register("one");
        await ReadingPartitions.Make(world.Store, Noon.AddHours(-6), Never);
        var clock = new SetClock(Noon.AddMinutes(29));
        var log = new LogLines<CollectingWorker>();
        var fake = new FakeCluster(clock);
        fake.Topic("orders", 100);
        await world.Worker(fake, log: log, clock: clock);
        await Deadline.Until(async () => await CyclesSince(world, Noon) > 0);

        await using (var reader = await world.Store.OpenConnectionAsync())
        await using (await reader.BeginTransactionAsync())
        {
            await using var read = reader.CreateCommand();
            read.CommandText = "select count(*) from reading_10s";
            await read.ExecuteScalarAsync();
            clock.Set(Noon.AddMinutes(30));
            await Deadline.Until(async () => await CyclesSince(world, Noon.AddMinutes(30)) > 20);

            (await Hours(world)).ShouldBe("06 07 12 13 14");
            log.All.Count(line => line.Contains("Hours of readings", StringComparison.Ordinal)).ShouldBe(1);
            log.All.ShouldNotContain(line => line.Contains("begins again", StringComparison.Ordinal));
        }

        clock.Set(Noon.AddMinutes(36));
        await Deadline.Until(async () => await Hours(world) == "07 12 13 14");
    }

    private static async Task Turn(CollectWorld world, DateTimeOffset now)
    {
        await ReadingPartitions.Make(world.Store, now, Never);
        await ReadingPartitions.Drop(world.Store, now, Never);
    }

    private static Task<long> CyclesSince(CollectWorld world, DateTimeOffset from) =>
        world.Scalar<long>($"select count(distinct at) from reading_10s where at >= '{from:O}'");

    private static Task<string?> Hours(CollectWorld world) =>
        world.Scalar<string>(
            """
            select string_agg(right(inhrelid::regclass::text, 2), ' ' order by inhrelid::regclass::text)
            from pg_inherits where inhparent = 'reading_10s'::regclass
            """
        );

    /// <summary>Goes on from where it was set.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        private TimeSpan _ahead = now - System.GetUtcNow();

        public void Set(DateTimeOffset now) => _ahead = now - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
