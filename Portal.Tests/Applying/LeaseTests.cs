using Portal.Tests.Kit;
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
            ClockReading.Of(clock),
            _ => Task.FromResult(true),
            CancellationToken.None
        );
        lease.Left.ShouldBeGreaterThan(TimeSpan.Zero);

        clock.Slept += TimeSpan.FromMinutes(2);

        lease.Left.ShouldBeLessThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Time_in_which_the_machine_slept_before_it_had_the_answer_counts_too()
    {
        var clock = new SleepingMachine();
        var options = new ApplyingOptions { Lease = TimeSpan.FromMinutes(1), RenewEvery = TimeSpan.FromSeconds(10) };
        var asked = ClockReading.Of(clock);

        clock.Slept += TimeSpan.FromMinutes(2);

        await using var lease = new Lease(options, clock, asked, _ => Task.FromResult(true), CancellationToken.None);
        lease.Left.ShouldBeLessThan(TimeSpan.Zero);
    }
}
