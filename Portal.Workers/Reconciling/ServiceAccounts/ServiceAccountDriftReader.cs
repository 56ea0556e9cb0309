using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.ServiceAccounts;

/// <summary>Accounts held against the credentials of their cluster as they were last seen.</summary>
public sealed class ServiceAccountDriftReader(ResourceKinds kinds, ServiceAccountPreview preview) : IDriftReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop) =>
        PreviewedDrift.Look(
            db,
            cluster,
            kinds,
            Kind,
            DriftMark.Nothing,
            structure: -1,
            async names => (await preview.Read(cluster, names, stop)).Live.Resources,
            db.Set<CredentialReading>().Where(r => r.ClusterId == cluster).Select(r => r.ReadAt),
            stop
        );
}
