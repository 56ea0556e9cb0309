using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>Users that have a SCRAM credential.</summary>
internal sealed class SeenAccountNames : ISeenNames
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public IQueryable<SeenName> In(DbContext store) =>
        store
            .Set<SeenCredential>()
            .GroupBy(credential => new { credential.ClusterId, credential.Name })
            .Select(credentials => new SeenName
            {
                ClusterId = credentials.Key.ClusterId,
                Name = credentials.Key.Name,
                FirstSeenAt = credentials.Min(credential => credential.FirstSeenAt),
            });

    public IQueryable<ClusterId> NeverRead(DbContext store)
    {
        var read = store.Set<CredentialReading>().Where(r => r.ReadAt != null);
        return store
            .Set<Endpoint>()
            .Where(e => e.Kind == EndpointKind.Kafka && !read.Any(r => r.ClusterId == e.ClusterId))
            .Select(e => e.ClusterId);
    }
}
