using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Kit;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What only informs holds up no plan.</summary>
public sealed class RunFiguresTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Figures_that_a_Flink_refuses_or_takes_too_long_for_are_unknown()
    {
        var clock = new ImpatientClock();
        var flink = new ScriptedFlink
        {
            Figures = stop => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop),
        };
        var job = new FlinkJobDetail(FlinkStatus.Running, Began, null, Began, [], Began, []);
        Task<(long?, TimeSpan?)> Figures() =>
            new RunFigures(clock).Of(flink, "1f", job, isStartedAgain: true, CancellationToken.None);

        (await Figures()).ShouldBe((null, null));
        flink.Figures = _ => throw new EngineException(EngineFault.Transient, "Busy.");
        (await Figures()).ShouldBe((null, null));
        flink.Figures = _ => Task.CompletedTask;
        (await Figures()).ShouldBe((1, TimeSpan.FromSeconds(1)));
    }
}
