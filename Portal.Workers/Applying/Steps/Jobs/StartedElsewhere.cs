using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// A SQL Gateway that belongs to another Flink starts the run there, where this one doesn't see it. That it isn't here is no proof then that it doesn't run, and nobody may
/// take the start for undone.
/// </summary>
internal static class StartedElsewhere
{
    /// <param name="seen">What this Flink shows of the run.</param>
    /// <param name="wasOver">Whether one that has ended there counts too.</param>
    /// <returns>As it was seen, unless by that there is no run, and the gateway lists it.</returns>
    /// <exception cref="EngineException">Transient: the gateway lists it, and this Flink knows it by now. What was seen before is no proof then.</exception>
    public static async Task<Observation> Look(
        IFlink flink,
        string jobId,
        Observation seen,
        bool wasOver,
        CancellationToken stop
    )
    {
        if (seen.State != ObservedState.Before || await flink.AtGateway(jobId, stop) is not { } run)
        {
            return seen;
        }

        if (run.IsHere)
        {
            throw NotShownYet.Of($"job {jobId} is {run.Status}");
        }

        return wasOver || !FlinkStatus.IsOver(run.Status)
            ? new Observation(
                ObservedState.Other,
                null,
                $"the SQL Gateway starts jobs on another Flink: job {jobId} is {run.Status} there, and this Flink doesn't know it. Cancel it there, and set this Flink's own SQL Gateway on the cluster's page"
            )
            : seen;
    }
}
