using Portal.Workers.Applying;
using Portal.Workers.Claiming;

namespace Portal.Tests.Applying;

/// <summary>A lease ends here no later than in the store.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task Time_in_which_the_whole_machine_slept_counts()
    {
        var clock = new SleepingMachine();
        var options = new ApplyingOptions { Lease = TimeSpan.FromMinutes(1), RenewEvery = TimeSpan.FromSeconds(10) };
        await using var lease = new Lease(
            options,
            clock,
            clock.GetTimestamp(),
            _ => Task.FromResult(true),
            CancellationToken.None
        );
        lease.Left.ShouldBeGreaterThan(TimeSpan.Zero);

        clock.Slept += TimeSpan.FromMinutes(2);

        lease.Left.ShouldBeLessThan(TimeSpan.Zero);
    }

    /// <summary>Its monotonic clock stands still while it sleeps, as Linux's does.</summary>
    private sealed class SleepingMachine : TimeProvider
    {
        public TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Slept;
    }
}
