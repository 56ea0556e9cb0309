using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.Access;

/// <summary>Grants held against the ACLs of their cluster as they were last seen.</summary>
public sealed class AccessDriftReader(ResourceKinds kinds, AccessPreview preview) : IDriftReader
{
    public ResourceKind Kind => AccessKind.Word;

    public async Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop)
    {
        var raise = await SeenNotice.Raise(db, cluster, stop);
        return await PreviewedDrift.Look(
            db,
            cluster,
            kinds,
            Kind,
            mark.While(raise),
            raise,
            names => preview.Live(cluster, names, stop),
            db.Set<AclReading>().Where(r => r.ClusterId == cluster).Select(r => r.ReadAt),
            stop
        );
    }
}
