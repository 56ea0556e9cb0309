using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;

namespace Portal.Web.Live;

/// <summary>
/// The access on each cluster, read once for all open lists. That of a cluster is read again, and it alone, after a notification of a change to a grant on
/// it, of a transfer on it, or that what was seen of it differs; all of it after the connection to the store was lost. What nothing notifies of, as the title of a team, is read
/// for whoever opens a list, and after five minutes. What was under way when a notification came is read again for those who ask later.
/// </summary>
public sealed class AccessShelf : IDisposable
{
    // Beyond it, reading everything costs no more.
    private const int MostChanges = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly AccessOnClusters _access;
    private readonly TimeProvider _time;
    private readonly IDisposable[] _notifications;
    private readonly Lock _gate = new();
    private readonly Dictionary<ClusterId, Shelf> _shelves = [];
    private readonly HashSet<ChangeId> _changes = [];
    private Task _sorted = Task.CompletedTask;

    public AccessShelf(AccessOnClusters access, ChangeNotifications notifications, TimeProvider time)
    {
        (_access, _time) = (access, time);
        _notifications = [notifications.Watch(Changed), notifications.WatchSeen(Differs)];
    }

    /// <param name="isOpening">Somebody opens a list: it shows what there is now.</param>
    /// <returns>Of each of the clusters, in their order.</returns>
    public async Task<IReadOnlyList<AccessOnCluster>> Of(
        IReadOnlyList<AclSource> clusters,
        bool isOpening,
        CancellationToken stop
    )
    {
        if (!isOpening)
        {
            await Sorted().WaitAsync(stop);
        }

        return await Task.WhenAll(Shelved(clusters, isOpening)).WaitAsync(stop);
    }

    public void Dispose() => Array.ForEach(_notifications, watch => watch.Dispose());

    // Who leaves doesn't stop the reading for the others.
    private List<Task<AccessOnCluster>> Shelved(IReadOnlyList<AclSource> clusters, bool isOpening)
    {
        lock (_gate)
        {
            var ids = clusters
                .Where(cluster => isOpening || !IsKept(cluster))
                .Select(cluster => cluster.Id)
                .ToHashSet();
            if (ids.Count > 0)
            {
                var read = Task.Run(() => _access.Read(ids, CancellationToken.None), CancellationToken.None);
                foreach (var (id, name) in clusters.Where(c => ids.Contains(c.Id)).Select(c => (c.Id, c.Cluster)))
                {
                    // It keeps nothing of the others that are read with it.
                    var access = Task.Run(async () => (await read)[id], CancellationToken.None);
                    _shelves[id] = new Shelf(name, access, _time.GetTimestamp());
                }
            }

            return [.. clusters.Select(cluster => _shelves[cluster.Id].Access)];
        }
    }

    // A cluster of another name has notifications of that name.
    private bool IsKept(AclSource cluster) =>
        _shelves.GetValueOrDefault(cluster.Id) is { Access: { IsFaulted: false, IsCanceled: false } } known
        && known.Cluster == cluster.Cluster
        && _time.GetElapsedTime(known.At) < Kept;

    // Which clusters a change is about, the store tells; who asks meanwhile waits for that.
    private Task Sorted()
    {
        lock (_gate)
        {
            if (_sorted.IsFaulted)
            {
                Forget();
                _sorted = Task.CompletedTask;
            }
            else if (_changes.Count > 0)
            {
                var (before, changes) = (_sorted.IsCompleted ? Task.CompletedTask : _sorted, _changes.ToArray());
                _sorted = Task.Run(() => Sort(before, changes), CancellationToken.None);
                _changes.Clear();
            }

            return _sorted;
        }
    }

    private async Task Sort(Task before, ChangeId[] changes)
    {
        await before;
        var clusters = await _access.Of(changes, CancellationToken.None);
        lock (_gate)
        {
            clusters.ToList().ForEach(cluster => _shelves.Remove(cluster));
        }
    }

    private void Changed(ChangeNotification? notice)
    {
        if (notice is { Moved: not null, ReachedResources: false })
        {
            return;
        }

        lock (_gate)
        {
            if (notice is { } known && _changes.Count < MostChanges)
            {
                _changes.Add(known.Id);
            }
            else
            {
                Forget();
            }
        }
    }

    private void Forget()
    {
        _changes.Clear();
        _shelves.Clear();
    }

    private void Differs(string cluster)
    {
        lock (_gate)
        {
            var differing = _shelves.Where(shelf => shelf.Value.Cluster == cluster).ToList();
            differing.ForEach(shelf => _shelves.Remove(shelf.Key));
        }
    }

    /// <param name="Cluster">The name that it was read by.</param>
    private sealed record Shelf(string Cluster, Task<AccessOnCluster> Access, long At);
}
