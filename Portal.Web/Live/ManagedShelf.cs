using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Topics;

namespace Portal.Web.Live;

/// <summary>
/// What is managed, read once for all pages and again after a change has reached its resources, or after half a minute for what no
/// notification tells (drift found by the workers). Who asks while it is being read waits for that reading; one that was
/// under way when a notification came is given to those who wait for it and not kept.
/// </summary>
public sealed class ManagedShelf : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private readonly ManagedTopics _topics;
    private readonly TimeProvider _time;
    private readonly IDisposable _notifications;
    private readonly Lock _gate = new();
    private Shelf? _shelf;

    public ManagedShelf(ManagedTopics topics, ChangeNotifications notifications, TimeProvider time)
    {
        (_topics, _time) = (topics, time);
        _notifications = notifications.Watch(Notified);
    }

    /// <summary>By cluster and name.</summary>
    public Task<IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic>> All(CancellationToken stop)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_shelf is not { Topics: { IsFaulted: false, IsCanceled: false } } known || now - known.At >= Kept)
            {
                // Who leaves doesn't stop the reading for the others.
                _shelf = known = new Shelf(Task.Run(Read, CancellationToken.None), now);
            }

            return known.Topics.WaitAsync(stop);
        }
    }

    public void Dispose() => _notifications.Dispose();

    private void Notified(ChangeNotification? notice)
    {
        if (notice is { ReachedResources: false })
        {
            return;
        }

        lock (_gate)
        {
            _shelf = null;
        }
    }

    private async Task<IReadOnlyDictionary<(ClusterId, string), ManagedTopic>> Read() =>
        (await _topics.All(CancellationToken.None)).ToDictionary(topic => (topic.Cluster, topic.Name));

    private sealed record Shelf(Task<IReadOnlyDictionary<(ClusterId, string), ManagedTopic>> Topics, DateTimeOffset At);
}
