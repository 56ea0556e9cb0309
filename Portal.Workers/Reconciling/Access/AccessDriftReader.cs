using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.Access;

/// <summary>Grants held against the ACLs of their cluster as they were last seen.</summary>
public sealed class AccessDriftReader(ResourceKinds kinds, AccessPreview preview) : IDriftReader
{
    public ResourceKind Kind => AccessKind.Word;

    public Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop) =>
        PreviewedDrift.Look(
            db,
            cluster,
            kinds,
            Kind,
            names => preview.Live(cluster, names, stop),
            db.Set<AclReading>().Where(r => r.ClusterId == cluster).Select(r => r.ReadAt),
            stop
        );
}
