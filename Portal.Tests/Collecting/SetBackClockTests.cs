using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>The clock of a collector's machine is set back while it collects.</summary>
public sealed class SetBackClockTests
{
    [Fact]
    public async Task The_collector_goes_on_at_its_pace_also_in_an_hour_that_was_over_before_it_began()
    {
        await using var world = await CollectWorld.Create();
        await world.Register("one");
        var clock = new SetBackClock();
        var log = new LogLines<CollectingWorker>();
        var fake = new SettingBack(clock);
        fake.Topic("orders", 100);

        await world.Worker(fake, log: log, clock: clock);

        await Deadline.Until(() => fake.Reads > 10);
        clock.Behind.ShouldBeGreaterThan(TimeSpan.Zero);
        log.All.ShouldNotContain(line => line.Contains("begins again", StringComparison.Ordinal));
    }

    private sealed class SetBackClock : TimeProvider
    {
        public TimeSpan Behind { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Behind;
    }

    /// <summary>While it is read for the third time its reader's clock is set back by an hour.</summary>
    private sealed class SettingBack(SetBackClock clock) : FakeCluster(clock)
    {
        private readonly SetBackClock _clock = clock;

        public override Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
        {
            if (Reads == 2)
            {
                _clock.Behind = TimeSpan.FromHours(1);
            }

            return base.Read(within, stop);
        }
    }
}
