using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Lists of subjects by cluster and name, paged by key.</summary>
public sealed class SchemaList(IDbContextFactory<PortalDb> store)
{
    /// <param name="takes">Leaves out others that the filter has.</param>
    /// <param name="after"><c>cluster/subject</c> of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<SchemaRow>> Page(
        SchemaFilter filter,
        Func<SchemaRow, bool> takes,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        if (filter.Words?.Any(char.IsControl) == true)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await KeyedPage.Read<SchemaRow>(
            db,
            filter.Environment,
            filter.Cluster,
            after,
            take,
            (place, most) => SubjectKeys.After(db, filter, place, most, stop),
            async (ids, names) =>
            {
                var rows = await SchemaRows.Of(
                    db,
                    db.Set<SeenSubject>().Where(s => ids.Contains(s.ClusterId) && names.Contains(s.Name)),
                    db.Set<Resource>().Where(r => ids.Contains(r.ClusterId) && names.Contains(r.Name)),
                    stop
                );
                return rows.Where(row => takes(row.Value))
                    .ToDictionary(row => new ListedName(row.Key.Id.Value, row.Key.Subject), row => row.Value);
            },
            stop
        );
    }
}
