using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>What was recorded of a change's resources when it was read: whether that still holds is for whoever locks them.</summary>
public sealed class RecordedSpecs
{
    private readonly IReadOnlyDictionary<ResourceId, string> _specs;

    private RecordedSpecs(IEnumerable<Resource> recorded) => _specs = recorded.ToDictionary(r => r.Id, r => r.Spec);

    /// <summary>As it is now, and beside it the change's state. No run that is about to write either is waited for.</summary>
    public static async Task<(ChangeState State, RecordedSpecs Recorded)> Read(
        PortalDb db,
        ChangeId id,
        CancellationToken stop
    )
    {
        var seen = await db.Set<Change>()
            .AsNoTracking()
            .Where(c => c.Id == id)
            .Select(c => new
            {
                c.State,
                Recorded = (
                    from asked in c.Resources
                    join resource in db.Set<Resource>()
                        on new
                        {
                            asked.Kind,
                            asked.ClusterId,
                            asked.Name,
                        } equals new
                        {
                            resource.Kind,
                            resource.ClusterId,
                            resource.Name,
                        }
                    where resource.GoneAt == null
                    select resource
                ).ToList(),
            })
            .SingleAsync(stop);
        return (seen.State, new(seen.Recorded));
    }

    /// <param name="now">All that is recorded of them, locked.</param>
    internal bool Hold(IReadOnlyCollection<Resource> now) =>
        now.Count == _specs.Count && now.All(r => _specs.TryGetValue(r.Id, out var spec) && spec == r.Spec);
}
