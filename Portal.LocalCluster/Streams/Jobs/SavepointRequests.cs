using System.Collections.Concurrent;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>Savepoints by job and trigger. What came of one is known for five minutes, as in Flink (async-operation-store-duration).</summary>
public sealed class SavepointRequests(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Job, string Trigger), SavepointRequest> _all = new();

    /// <summary>Null: there was none, or it was done long ago.</summary>
    public SavepointRequest? Find(string job, string trigger)
    {
        Forget();
        return _all.GetValueOrDefault((job, trigger));
    }

    /// <returns>The one that is known of this trigger, and whether it was added now.</returns>
    public (SavepointRequest Request, bool IsNew) Add(
        string job,
        string trigger,
        string folder,
        bool stops,
        bool drains
    )
    {
        Forget();
        var made = new SavepointRequest(folder, stops, drains, time);
        var kept = _all.GetOrAdd((job, trigger), made);
        return (kept, ReferenceEquals(kept, made));
    }

    private void Forget()
    {
        foreach (var (key, request) in _all)
        {
            if (request.DoneFor >= Kept)
            {
                _all.TryRemove(key, out _);
            }
        }
    }
}
