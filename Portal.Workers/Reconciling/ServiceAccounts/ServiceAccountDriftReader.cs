using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.ServiceAccounts;

/// <summary>Accounts held against the credentials of their cluster as they were last seen.</summary>
public sealed class ServiceAccountDriftReader(ResourceKinds kinds, ServiceAccountPreview preview) : IDriftReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public async Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop)
    {
        // The time before the rows: what they tell is then as young as it says, or younger.
        var readAt = await db.Set<CredentialReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => r.ReadAt)
            .SingleOrDefaultAsync(stop);
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == Kind && r.GoneAt == null)
            .ToListAsync(stop);
        var seen = await preview.Read(cluster, [.. resources.Select(r => r.Name)], stop);
        return new(
            resources,
            resource =>
                readAt > resource.UpdatedAt
                    ? kinds.Of(Kind).Drift(resource.Read(kinds), seen.Live.Resources[resource.Name])
                    : null,
            -1
        );
    }
}
