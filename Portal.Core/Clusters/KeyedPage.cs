using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Clusters;

/// <summary>
/// A page of a list by cluster and name: first the keys of what may be on it, in their order and no more than it has, then these rows alone whole. They are
/// looked for on the first cluster, and on ever more at a time while these have too few: no cluster is asked behind those that fill the page.
/// </summary>
internal static class KeyedPage
{
    private const int MostKeys = 2_000;

    /// <param name="clusters">Whose rows are listed.</param>
    /// <param name="after">The key of the last row of the page before; null: from the beginning.</param>
    /// <param name="keys">The first keys after a place, so many at most. Some may turn out not to be on the list: then more are read.</param>
    /// <param name="rows">What these keys stand for, without what isn't on the list.</param>
    public static async Task<IReadOnlyList<TRow>> Read<TRow>(
        IQueryable<Cluster> clusters,
        string? after,
        int take,
        Func<ListPlace, int, Task<List<ListedName>>> keys,
        Func<IReadOnlyList<ListedName>, Task<IReadOnlyDictionary<ListedName, TRow>>> rows,
        CancellationToken stop
    )
        where TRow : class
    {
        var among = await clusters
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
                var read = await rows(found);
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
}
