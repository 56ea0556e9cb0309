using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Engines.Flink;

/// <summary>
/// The jobs that a SQL Gateway lists: those of the Flink on which it starts its own, which may be another one than the REST API's. The session is closed.
/// </summary>
internal sealed class GatewayJobs(FlinkCalls gateway)
{
    private const string ShowJobs = "SHOW JOBS";

    /// <summary>The gateway itself would wait a minute for a Flink that is silent.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <returns>The status of each by its id; none where the gateway doesn't list them, as one before 1.17.</returns>
    /// <exception cref="EngineException">Transient also where it takes too long, and where one that lists them can't: what it starts may run all the same.</exception>
    public async Task<IReadOnlyDictionary<string, string>> All(CancellationToken stop)
    {
        using var within = new CancellationTokenSource(Within, gateway.Clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        try
        {
            return await BriefSession.Use(gateway, "portal job list", calls => In(calls, late.Token), late.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"{gateway.What} did not list its jobs within {Within.TotalSeconds:0}\u00A0s."
            );
        }
    }

    /// <summary>The id of a job that is alive there and that a Flink doesn't know; null: there is none, or that isn't known.</summary>
    public async Task<string?> Unknown(IFlink flink, CancellationToken stop)
    {
        try
        {
            var listed = (await All(stop)).Where(job => !FlinkStatus.IsOver(job.Value)).Select(job => job.Key).ToList();
            if (listed.Count == 0)
            {
                return null;
            }

            var here = (await flink.Jobs(stop)).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
            var id = listed.Find(job => !here.Contains(job));
            // One that ended in between is forgotten by both.
            return id is not null && await flink.Job(id, stop) is null && (await All(stop)).ContainsKey(id) ? id : null;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> In(SqlCalls calls, CancellationToken stop)
    {
        try
        {
            return Read(await calls.Run(ShowJobs, stop));
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return IsUnknownStatement(refused) || !FlinkRelease.ListsJobs(await GatewayVersions.Release(gateway, stop))
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                : throw new EngineException(
                    EngineFault.Transient,
                    $"{gateway.What} can't list its jobs: {refused.Message}",
                    refused
                );
        }
    }

    // As its parser words it, with and without what Flink wraps that in.
    private static bool IsUnknownStatement(EngineException refused) =>
        refused.Message.Contains("SQL parse failed", StringComparison.Ordinal)
        || refused.Message.StartsWith("Encountered \"", StringComparison.Ordinal);

    // Each row is id, name, status and start.
    private static Dictionary<string, string> Read(JsonElement page)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in page.TryGetProperty("results", out var results) ? FlinkJson.List(results, "data") : [])
        {
            if (FlinkJson.Texts(row, "fields").ToList() is [var id, _, var status, ..])
            {
                found[id] = status;
            }
        }

        return found;
    }
}
