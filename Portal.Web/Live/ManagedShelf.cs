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
    private readonly ManagedTopics topics;
    private readonly TimeProvider time;
    private readonly IDisposable notifications;
    private readonly Lock gate = new();
    private Shelf? shelf;

    public ManagedShelf(ManagedTopics topics, ChangeNotifications notifications, TimeProvider time)
    {
        (this.topics, this.time) = (topics, time);
        this.notifications = notifications.Watch(Notified);
    }

    /// <summary>By cluster and name.</summary>
    public Task<IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic>> All(CancellationToken stop)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (shelf is not { Topics: { IsFaulted: false, IsCanceled: false } } known || now - known.At >= Kept)
            {
                // Who leaves doesn't stop the reading for the others.
                shelf = known = new Shelf(Task.Run(Read, CancellationToken.None), now);
            }

            return known.Topics.WaitAsync(stop);
        }
    }

    public void Dispose() => notifications.Dispose();

    private void Notified(ChangeNotification? notice)
    {
        if (notice is { ReachedResources: false })
        {
            return;
        }

        lock (gate)
        {
            shelf = null;
        }
    }

    private async Task<IReadOnlyDictionary<(ClusterId, string), ManagedTopic>> Read() =>
        (await topics.All(CancellationToken.None)).ToDictionary(topic => (topic.Cluster, topic.Name));

    private sealed record Shelf(Task<IReadOnlyDictionary<(ClusterId, string), ManagedTopic>> Topics, DateTimeOffset At);
}
