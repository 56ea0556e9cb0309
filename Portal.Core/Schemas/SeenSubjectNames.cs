using Microsoft.EntityFrameworkCore;
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
}
