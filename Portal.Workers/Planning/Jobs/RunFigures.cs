using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Figures of a run that only inform: no plan waits long for them, or fails without them.</summary>
internal sealed class RunFigures(TimeProvider clock)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <returns>The records that it hadn't read, and how long its last start took; null where that isn't known.</returns>
    public async Task<(long? Behind, TimeSpan? LastStart)> Of(
        IFlink flink,
        string jobId,
        FlinkJobDetail job,
        bool isStartedAgain,
        CancellationToken stop
    )
    {
        using var within = new CancellationTokenSource(Within, clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        var behind = Known(Behind(flink, jobId, job, late.Token), stop);
        var lastStart = isStartedAgain
            ? Known(flink.LastStart(jobId, job, late.Token), stop)
            : Task.FromResult<TimeSpan?>(null);
        await Task.WhenAll(behind, lastStart);
        return (await behind, await lastStart);
    }

    // Only what reads topics has records that it hasn't read.
    private static async Task<long?> Behind(IFlink flink, string jobId, FlinkJobDetail job, CancellationToken stop) =>
        (await flink.Gauges(jobId, [.. job.Operators.Where(vertex => vertex.Inputs.IsEmpty)], stop)).Pending;

    private static async Task<T?> Known<T>(Task<T?> figure, CancellationToken stop)
        where T : struct
    {
        try
        {
            return await figure;
        }
        catch (EngineException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
