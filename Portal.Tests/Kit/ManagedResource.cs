using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Tests.Kit;

/// <summary>As if a change had made it; whether it is there is the caller's.</summary>
internal static class ManagedResource
{
    public static async Task Record(
        PortalDb db,
        ResourceKind kind,
        string name,
        ResourceSpec spec,
        string cluster,
        string owner
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new Resource
            {
                Kind = kind,
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == cluster)).Id,
                Name = name,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == owner)).Id,
                Spec = CoreJson.Write<object>(spec),
                CreatedAt = now,
                UpdatedAt = now,
            }
        );
        await db.SaveChangesAsync();
    }
}
