using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Jobs;

namespace Portal.Web.Live;

/// <summary>Jobs as lists show them.</summary>
/// <param name="All">By cluster and name.</param>
public sealed record ShownJobs(IReadOnlyList<JobRow> All, IReadOnlyList<FlinkRow> Flinks);

/// <summary>
/// What the store has of jobs, read once for all pages. The jobs of a cluster are read again, and they alone, after a notification of its Flink's reading, of
/// a change to one of them, or of something else that was seen of it; all of them after the connection to the store was lost. Which Flinks there are is read
/// again for whoever opens a page, and every ten seconds. How far jobs are behind comes from memory.
/// </summary>
public sealed class JobShelf : IDisposable
{
    // Beyond it, reading everything costs no more.
    private const int MostChanges = 500;

    // What comes without a notification, as a Flink that is registered, is there as soon as what a collector reads.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly KeptJobReading _jobs;
    private readonly IClusterHealth _health;
    private readonly TimeProvider _time;
    private readonly IDisposable[] _notifications;
    private readonly Lock _gate = new();
    private readonly Lock _joining = new();
    private readonly HashSet<string> _clusters = new(StringComparer.Ordinal);
    private readonly HashSet<ChangeId> _changes = [];
    private Shelf? _shelf;
    private volatile Joined? _joined;

    public JobShelf(KeptJobReading jobs, IClusterHealth health, ChangeNotifications notifications, TimeProvider time)
    {
        (_jobs, _health, _time) = (jobs, health, time);
        _notifications =
        [
            notifications.Watch(Changed),
            notifications.WatchJobs(Differs),
            notifications.WatchSeen(Differs),
            health.Watch(_ => LetGo()),
        ];
    }

    /// <param name="isOpening">Somebody opens a page: it shows each Flink that is registered by now.</param>
    public async Task<ShownJobs> All(bool isOpening, CancellationToken stop) =>
        Join(await Current(isOpening).WaitAsync(stop));

    public void Dispose() => Array.ForEach(_notifications, watch => watch.Dispose());

    private Task<KeptJobs> Current(bool isOpening)
    {
        lock (_gate)
        {
            var known = _shelf is { Jobs: { IsFaulted: false, IsCanceled: false } } read ? read : null;
            if (
                known is not null
                && !isOpening
                && _clusters.Count + _changes.Count == 0
                && _time.GetElapsedTime(known.At) < Kept
            )
            {
                return known.Jobs;
            }

            // Who leaves doesn't stop the reading for the others.
            var (before, clusters, changes) = (known?.Jobs, _clusters.ToArray(), _changes.ToArray());
            var jobs = Task.Run(() => Read(before, clusters, changes), CancellationToken.None);
            _shelf = new Shelf(jobs, _time.GetTimestamp());
            _clusters.Clear();
            _changes.Clear();
            return jobs;
        }
    }

    private async Task<KeptJobs> Read(Task<KeptJobs>? before, string[] clusters, ChangeId[] changes) =>
        await _jobs.Read(before is null ? null : await before, clusters, changes, CancellationToken.None);

    // All pages of one moment show the same rows. These have ages, which grow.
    private ShownJobs Join(KeptJobs kept)
    {
        lock (_joining)
        {
            var clusters = _health.Current;
            if (
                _joined is not { } known
                || known.Of != kept
                || known.With != clusters
                || _time.GetElapsedTime(known.At) >= Liveness.ReadingsAtMostEvery
            )
            {
                var jobs = new ShownJobs(_jobs.Rows(kept), kept.Flinks);
                _joined = known = new Joined(kept, clusters, jobs, _time.GetTimestamp());
                // A newer one may have come meanwhile, and looked here too early.
                LetGo();
            }

            return known.Jobs;
        }
    }

    // As soon as Kafka was read again, whether or not somebody looks: they would keep the whole former reading in memory.
    private void LetGo()
    {
        if (_joined is { } joined && joined.With != _health.Current)
        {
            _joined = null;
        }
    }

    private void Changed(ChangeNotification? notice)
    {
        lock (_gate)
        {
            if (notice is { } known && _changes.Count < MostChanges)
            {
                _changes.Add(known.Id);
            }
            else
            {
                _shelf = null;
            }
        }
    }

    private void Differs(string cluster)
    {
        lock (_gate)
        {
            _clusters.Add(cluster);
        }
    }

    private sealed record Shelf(Task<KeptJobs> Jobs, long At);

    private sealed record Joined(
        KeptJobs Of,
        ImmutableDictionary<ClusterId, ClusterSnapshot> With,
        ShownJobs Jobs,
        long At
    );
}
