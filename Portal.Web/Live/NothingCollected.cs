using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;

namespace Portal.Web.Live;

/// <summary>No collector's readings are served in this process: everything is unknown, and nothing is zero.</summary>
internal sealed class NothingCollected : IClusterHealth, IDisposable
{
    public ImmutableDictionary<ClusterId, ClusterSnapshot> Current =>
        ImmutableDictionary<ClusterId, ClusterSnapshot>.Empty;

    public Task Loaded => Task.CompletedTask;

    public IDisposable Watch(Action<ClusterSnapshot> changed) => this;

    public void Dispose() { }
}
