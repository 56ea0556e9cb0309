using System.Collections.Immutable;
using Portal.Core.Health;
using Managed = System.Collections.Generic.IReadOnlyDictionary<
    (Portal.Core.ClusterId Cluster, string Name),
    Portal.Core.Topics.ManagedTopic
>;

namespace Portal.Core.Catalogue;

/// <summary>
/// The rows of all clusters, made of their snapshots and of what is managed: once for all viewers, as long as neither differs. Given up as
/// soon as a newer snapshot is there, whether or not somebody looks: they would keep the whole former one in memory.
/// </summary>
public sealed class OncePerReading<TRow> : IDisposable
{
    private readonly IClusterHealth _health;
    private readonly Func<ClusterSnapshot, Managed, IEnumerable<TRow>> _rowsOf;
    private readonly IDisposable _watch;
    private volatile Built? _made;

    public OncePerReading(IClusterHealth health, Func<ClusterSnapshot, Managed, IEnumerable<TRow>> rowsOf)
    {
        (_health, _rowsOf) = (health, rowsOf);
        _watch = health.Watch(_ => LetGo());
    }

    /// <summary>By the clusters' names.</summary>
    public IReadOnlyList<TRow> Of(Managed managed)
    {
        var (snapshots, made) = (_health.Current, _made);
        if (made is null || !ReferenceEquals(made.Snapshots, snapshots) || !ReferenceEquals(made.Managed, managed))
        {
            var inOrder = snapshots.Values.OrderBy(cluster => cluster.Name, StringComparer.Ordinal);
            _made = made = new Built(snapshots, managed, [.. inOrder.SelectMany(one => _rowsOf(one, managed))]);
            // A newer one may have come meanwhile, and looked here too early.
            LetGo();
        }

        return made.Rows;
    }

    public void Dispose() => _watch.Dispose();

    private void LetGo()
    {
        if (_made is { } made && !ReferenceEquals(made.Snapshots, _health.Current))
        {
            _made = null;
        }
    }

    private sealed record Built(
        ImmutableDictionary<ClusterId, ClusterSnapshot> Snapshots,
        Managed Managed,
        IReadOnlyList<TRow> Rows
    );
}
