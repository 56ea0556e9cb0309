using Portal.Core;
using Portal.Core.Topics;

namespace Portal.Web.Live;

/// <summary>
/// What is managed, read once for all pages and again after a change has moved, or after half a minute for what the
/// bell doesn't tell (drift found by the workers).
/// </summary>
public sealed class ManagedShelf : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private readonly ManagedTopics topics;
    private readonly TimeProvider time;
    private readonly IDisposable bell;
    private Shelf? shelf;

    public ManagedShelf(ManagedTopics topics, ChangeBell bell, TimeProvider time)
    {
        (this.topics, this.time) = (topics, time);
        this.bell = bell.Watch(() => shelf = null);
    }

    /// <summary>By cluster and name.</summary>
    public async Task<IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic>> All(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (shelf is { } known && now - known.At < Kept)
        {
            return known.Topics;
        }

        var all = await topics.All(stop);
        var read = new Shelf(all.ToDictionary(topic => (topic.Cluster, topic.Name)), now);
        shelf = read;
        return read.Topics;
    }

    public void Dispose() => bell.Dispose();

    private sealed record Shelf(IReadOnlyDictionary<(ClusterId, string), ManagedTopic> Topics, DateTimeOffset At);
}
