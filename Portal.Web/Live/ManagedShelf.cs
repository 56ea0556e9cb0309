using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Topics;

namespace Portal.Web.Live;

using Managed = IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic>;

/// <summary>
/// What is managed, read once for all pages. What a change has reached is read again after its notification, and it alone; of a cluster where what was
/// seen differs, how much drifts; the titles of teams, which nothing notifies of, after half a minute. Everything is read after the connection to the
/// store was lost, and every ten minutes should a notification not have been sent. Who asks while something is being read waits for it; what was
/// under way when a notification came is read again for those who ask later.
/// </summary>
public sealed class ManagedShelf : IDisposable
{
    // Beyond it, reading everything costs no more.
    private const int MostChanges = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TitlesKept = TimeSpan.FromSeconds(30);
    private readonly ManagedTopics _topics;
    private readonly TimeProvider _time;
    private readonly IDisposable _notifications;
    private readonly IDisposable _seenNotices;
    private readonly Lock _gate = new();
    private readonly HashSet<ChangeId> _changed = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Shelf? _shelf;

    public ManagedShelf(ManagedTopics topics, ChangeNotifications notifications, TimeProvider time)
    {
        (_topics, _time) = (topics, time);
        _notifications = notifications.Watch(Notified);
        _seenNotices = notifications.WatchSeen(Seen);
    }

    /// <summary>By cluster and name; the same object as before where nothing differs.</summary>
    public Task<Managed> All(CancellationToken stop)
    {
        lock (_gate)
        {
            // Who leaves doesn't stop the reading for the others.
            if (
                _shelf is not { Topics: { IsFaulted: false, IsCanceled: false } } known
                || _time.GetElapsedTime(known.At) >= Kept
            )
            {
                var now = _time.GetTimestamp();
                _shelf = known = new Shelf(Task.Run(Read, CancellationToken.None), now, now);
                _changed.Clear();
                _seen.Clear();
            }

            if (_changed.Count > 0)
            {
                var (before, changed) = (known.Topics, _changed.ToArray());
                _shelf = known = known with { Topics = Task.Run(() => Read(before, changed), CancellationToken.None) };
                _changed.Clear();
            }

            if (_seen.Count > 0 || _time.GetElapsedTime(known.TitlesAt) >= TitlesKept)
            {
                var (before, clusters) = (known.Topics, _seen.ToArray());
                var topics = Task.Run(() => Read(before, clusters), CancellationToken.None);
                _shelf = known = new Shelf(topics, known.At, _time.GetTimestamp());
                _seen.Clear();
            }

            return known.Topics.WaitAsync(stop);
        }
    }

    public void Dispose()
    {
        _notifications.Dispose();
        _seenNotices.Dispose();
    }

    private void Seen(string cluster)
    {
        lock (_gate)
        {
            _seen.Add(cluster);
        }
    }

    private void Notified(ChangeNotification? notice)
    {
        if (notice is { ReachedResources: false })
        {
            return;
        }

        lock (_gate)
        {
            if (notice is { } known && _changed.Count < MostChanges)
            {
                _changed.Add(known.Id);
            }
            else
            {
                _shelf = null;
            }
        }
    }

    private async Task<Managed> Read() =>
        (await _topics.All(CancellationToken.None)).ToDictionary(topic => (topic.Cluster, topic.Name));

    private async Task<Managed> Read(Task<Managed> before, ChangeId[] changed)
    {
        var (known, read) = (await before, await _topics.Of(changed, CancellationToken.None));
        var differing = read.Where(topic => !IsAsBefore(topic.Value, known.GetValueOrDefault(topic.Key))).ToList();
        if (differing.Count == 0)
        {
            return known;
        }

        var all = new Dictionary<(ClusterId, string), ManagedTopic>(known);
        foreach (var (key, topic) in differing)
        {
            if (topic is null)
            {
                all.Remove(key);
            }
            else
            {
                all[key] = topic;
            }
        }

        return all;
    }

    private async Task<Managed> Read(Task<Managed> before, string[] clusters)
    {
        var known = await before;
        return (await _topics.Beside(clusters, CancellationToken.None)).Over(known);
    }

    // Specs aren't compared: whatever writes one says when.
    private static bool IsAsBefore(ManagedTopic? now, ManagedTopic? before) =>
        before is null ? now is null : now is not null && now with { Spec = before.Spec } == before;

    private sealed record Shelf(Task<Managed> Topics, long At, long TitlesAt);
}
