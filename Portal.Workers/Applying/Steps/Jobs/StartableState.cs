using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>A job isn't stopped to start from its state where that start is refused: it could neither go on nor go back.</summary>
internal static class StartableState
{
    /// <exception cref="EngineException">Final: its Flink or SQL Gateway would start the SQL that the plan starts after the stop without its state.</exception>
    public static async Task Ensure(IFlink flink, ResourceRef on, StepScope scope, CancellationToken stop)
    {
        var isWanted = scope.Plan.OfType<StartJob>().Any(start => start.On == on && start.IsSqlFromState);
        if (isWanted && await flink.StatelessRelease(stop) is { } release)
        {
            throw new EngineException(EngineFault.Final, FlinkRelease.Refusal(on.Name, release));
        }
    }
}
