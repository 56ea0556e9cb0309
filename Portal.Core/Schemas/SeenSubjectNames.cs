using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Subjects that are registered.</summary>
internal sealed class SeenSubjectNames : ISeenNames
{
    public ResourceKind Kind => SchemaKind.Word;

    public IQueryable<SeenName> In(DbContext store) =>
        store
            .Set<SeenSubject>()
            .Where(subject => subject.GoneAt == null)
            .Select(subject => new SeenName
            {
                ClusterId = subject.ClusterId,
                Name = subject.Name,
                FirstSeenAt = subject.FirstSeenAt,
            });

    public IQueryable<ClusterId> NeverRead(DbContext store)
    {
        var read = store.Set<RegistryReading>().Where(r => r.ReadAt != null);
        return store
            .Set<Endpoint>()
            .Where(e => e.Kind == EndpointKind.Registry && !read.Any(r => r.ClusterId == e.ClusterId))
            .Select(e => e.ClusterId);
    }
}
