using System.Collections.Immutable;
using Portal.Core.Health;
using Managed = System.Collections.Generic.IReadOnlyDictionary<
    (Portal.Core.ClusterId Cluster, string Name),
    Portal.Core.Topics.ManagedTopic
>;

namespace Portal.Core.Catalogue;

/// <summary>
/// What is made of all snapshots and of what is managed: once for all viewers, as long as neither differs. Given up as soon as a newer
/// snapshot is there, whether or not somebody looks: it would keep the whole former one in memory.
/// </summary>
public sealed class OncePerReading<T> : IDisposable
    where T : class
{
    private readonly IClusterHealth _health;
    private readonly Func<IEnumerable<ClusterSnapshot>, Managed, T> _make;
    private readonly IDisposable _watch;
    private volatile Made? _made;

    /// <param name="make">Gets the snapshots by the clusters' names.</param>
    public OncePerReading(IClusterHealth health, Func<IEnumerable<ClusterSnapshot>, Managed, T> make)
    {
        (_health, _make) = (health, make);
        _watch = health.Watch(_ => LetGo());
    }

    public T Of(Managed managed)
    {
        var (snapshots, made) = (_health.Current, _made);
        if (made is null || !ReferenceEquals(made.Snapshots, snapshots) || !ReferenceEquals(made.Managed, managed))
        {
            var inOrder = snapshots.Values.OrderBy(cluster => cluster.Name, StringComparer.Ordinal);
            _made = made = new Made(snapshots, managed, _make(inOrder, managed));
            // A newer one may have come meanwhile, and looked here too early.
            LetGo();
        }

        return made.Value;
    }

    public void Dispose() => _watch.Dispose();

    private void LetGo()
    {
        if (_made is { } made && !ReferenceEquals(made.Snapshots, _health.Current))
        {
            _made = null;
        }
    }

    private sealed record Made(ImmutableDictionary<ClusterId, ClusterSnapshot> Snapshots, Managed Managed, T Value);
}
