using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// Whether a run that was to start from a savepoint or checkpoint did. A Flink or a SQL Gateway that ignores the setting starts it without its state, and it
/// runs as well as any other.
/// </summary>
internal static class StartedState
{
    /// <param name="jobId">Of a run whose tasks run: Flink restores it before they do.</param>
    /// <returns>What is there instead, in words; null where it was restored, and where Flink shows no checkpoints of it.</returns>
    public static async Task<string?> Lost(IFlink flink, string jobId, StepScope scope, CancellationToken stop)
    {
        // Flink may answer with what it knew some seconds ago.
        var seen = await scope.Retry.Until(
            again => flink.Checkpoints(jobId, again),
            found => found is not { RestoredFrom: null },
            stop
        );
        return seen is { RestoredFrom: null }
            ? $"job {jobId} runs without its state: Flink shows that it was restored from no savepoint or checkpoint"
            : null;
    }
}
