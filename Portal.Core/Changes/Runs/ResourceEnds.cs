using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>Begins what ends with the resources that a change deleted.</summary>
public sealed class ResourceEnds(IEnumerable<IEndsWith> followers)
{
    /// <param name="there">What is there after the change.</param>
    internal async Task Begin(
        PortalDb db,
        IEnumerable<ChangeResource> asked,
        IReadOnlyDictionary<ResourceRef, EngineId?> there,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var gone = asked
            .Where(r => r.Operation == ResourceOperation.Delete && !there.ContainsKey(r.On))
            .ToLookup(r => r.Kind, r => r.On);
        foreach (var follower in followers.Where(follower => gone.Contains(follower.Kind)))
        {
            await follower.Begin(db, [.. gone[follower.Kind]], now, stop);
        }
    }
}
