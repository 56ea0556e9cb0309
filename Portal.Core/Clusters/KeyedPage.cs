using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>
/// A page of a list by cluster and name: first the keys of what may be on it, in their order and no more than it has, then these rows alone whole. They are
/// looked for on the first cluster, and on ever more at a time while these have too few: no cluster is asked behind those that fill the page.
/// </summary>
internal static class KeyedPage
{
    private const int MostKeys = 2_000;

    /// <param name="environment">Whose rows are listed; null: of all.</param>
    /// <param name="cluster">Its name; null: of all.</param>
    /// <param name="after">The key of the last row of the page before; null: from the beginning.</param>
    /// <param name="keys">The first keys after a place, so many at most. Some may turn out not to be on the list: then more are read.</param>
    /// <param name="rows">What is on the list of these clusters and these names. Others of them may be among it.</param>
    public static async Task<IReadOnlyList<TRow>> Read<TRow>(
        PortalDb db,
        string? environment,
        string? cluster,
        string? after,
        int take,
        Func<ListPlace, int, Task<List<ListedName>>> keys,
        Func<ClusterId[], string[], Task<IReadOnlyDictionary<ListedName, TRow>>> rows,
        CancellationToken stop
    )
        where TRow : class
    {
        var among = await Clusters(db, environment, cluster)
            .Where(c => c.DeregisteredAt == null)
            .Select(c => new { c.Id, c.Name })
            .ToListAsync(stop);
        var place = ListPlace.After(among.ConvertAll(c => (c.Id, c.Name)), after);
        var page = new List<TRow>();
        var (most, many) = (take, 1);
        while (place.Clusters.Length > 0)
        {
            var found = await keys(place.First(many), most);
            if (found.Count > 0)
            {
                var read = await rows(
                    [.. found.Select(key => new ClusterId(key.Cluster)).Distinct()],
                    [.. found.Select(key => key.Name).Distinct(StringComparer.Ordinal)]
                );
                page.AddRange(found.Select(key => read.GetValueOrDefault(key)).OfType<TRow>());
            }

            if (page.Count >= take)
            {
                break;
            }

            (place, most, many) =
                found.Count < most
                    ? (place.Past(many), most, many * 4)
                    : (place.After(found[^1]), Math.Min(most * 10, MostKeys), 1);
        }

        return [.. page.Take(take)];
    }

    /// <param name="environment">Null: of all.</param>
    /// <param name="name">Null: of all names.</param>
    public static IQueryable<Cluster> Clusters(PortalDb db, string? environment, string? name) =>
        db.Set<Cluster>()
            .Where(c => (environment == null || c.Environment == environment) && (name == null || c.Name == name));
}
