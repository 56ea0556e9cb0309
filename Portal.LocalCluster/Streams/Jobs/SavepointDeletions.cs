using System.Collections.Concurrent;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>Savepoints that were deleted, by request: Flink answers for some minutes what came of it.</summary>
public sealed class SavepointDeletions
{
    private const int MostKept = 100;
    private readonly ConcurrentQueue<(string Request, string? Failure)> _done = new();

    /// <returns>The request's id.</returns>
    public string Delete(string path)
    {
        var request = NewId.Job();
        _done.Enqueue((request, JobStore.DeleteSavepoint(path)));
        while (_done.Count > MostKept)
        {
            _done.TryDequeue(out _);
        }

        return request;
    }

    /// <summary>Null: there was no such request.</summary>
    public (string? Failure, bool IsKnown) Find(string request) =>
        _done.FirstOrDefault(d => d.Request == request) is { Request: not null } found
            ? (found.Failure, true)
            : (null, false);
}
