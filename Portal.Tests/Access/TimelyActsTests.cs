using Portal.Core;
using Portal.Engines;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.Access;

/// <summary>Whose time it is that passes: the cluster's, or that of whoever has the lock.</summary>
public sealed class TimelyActsTests
{
    private static readonly ClusterId Cluster = new(1);

    private readonly TimelyActs _acts = new(new HurriedClock());

    [Fact]
    public async Task A_cluster_that_lets_the_time_pass_is_left_alone_for_a_while()
    {
        await Late(begins: true);

        (await Goes()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lock_that_somebody_else_has_for_long_silences_no_cluster()
    {
        await Late(begins: false);

        (await Goes()).ShouldBeTrue();
    }

    [Fact]
    public void What_ends_with_the_calendar_is_not_overdue() =>
        _acts.IsOverdue(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)).ShouldBeFalse();

    [Fact]
    public async Task Nothing_is_sent_after_the_machine_slept_past_the_time_of_the_lock()
    {
        var clock = new SleepingMachine();
        TimeSpan? left = null;

        await new TimelyActs(clock).On(
            Cluster,
            (begin, _) =>
            {
                var deadline = begin();
                clock.Slept += TimeSpan.FromMinutes(1);
                left = deadline.Left();
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        left.ShouldNotBeNull().ShouldBeLessThan(TimeSpan.Zero);
    }

    private async Task Late(bool begins) =>
        (
            await Should.ThrowAsync<EngineException>(() =>
                _acts.On(
                    Cluster,
                    (begin, within) =>
                    {
                        _ = begins ? begin() : null;
                        return new TaskCompletionSource().Task.WaitAsync(within);
                    },
                    CancellationToken.None
                )
            )
        ).Fault.ShouldBe(EngineFault.Unknown);

    private async Task<bool> Goes()
    {
        var goes = false;
        try
        {
            await _acts.On(
                Cluster,
                (_, _) =>
                {
                    goes = true;
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        }
        catch (EngineException silent) when (silent.Fault == EngineFault.Transient)
        {
            return goes;
        }

        return goes;
    }

    // What waits for a time has a fiftieth of it.
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 50 : dueTime, period);
    }
}
