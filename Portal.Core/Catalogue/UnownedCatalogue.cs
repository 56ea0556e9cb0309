using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Catalogue;

/// <summary>What is on clusters and nobody manages, of every kind, from what was last read. No engine is asked.</summary>
public sealed class UnownedCatalogue(
    IDbContextFactory<PortalDb> store,
    IEnumerable<ISeenNames> seen,
    ResourceKinds kinds
)
{
    private readonly ISeenNames[] _seen = [.. seen.OrderBy(names => names.Kind.Word, StringComparer.Ordinal)];

    /// <summary>The kinds that are looked for, by their words.</summary>
    public IReadOnlyList<ResourceKind> Kinds => [.. _seen.Select(names => names.Kind)];

    /// <summary>By cluster, kind and name.</summary>
    /// <param name="after">The last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<UnownedRow>> Page(
        UnownedFilter filter,
        UnownedKey? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = Matching(db, filter);
        if (after is var (cluster, kind, name))
        {
            rows = rows.Where(row =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(row.Cluster, row.Kind, row.Name),
                    ValueTuple.Create(cluster, kind, name)
                )
            );
        }

        var page = await rows.OrderBy(row => row.Cluster)
            .ThenBy(row => row.Kind)
            .ThenBy(row => row.Name)
            .Take(take)
            .ToListAsync(stop);
        return
        [
            .. page.Select(row => new UnownedRow(
                new(row.Kind),
                row.Cluster,
                row.Environment,
                row.Name,
                row.FirstSeenAt,
                kinds.Of(new(row.Kind)).Blank is not null,
                kinds.Of(new(row.Kind)).NameProblem(row.Name)
            )),
        ];
    }

    public async Task<int> Count(UnownedFilter filter, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Matching(db, filter).CountAsync(stop);
    }

    /// <summary>Those of them that are still there and have no owner.</summary>
    public async Task<IReadOnlySet<UnownedKey>> Among(IReadOnlyCollection<UnownedKey> keys, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var names = keys.Select(key => key.Name).ToList();
        var rows = await Matching(db, new()).Where(row => names.Contains(row.Name)).ToListAsync(stop);
        return rows.Select(row => new UnownedKey(row.Cluster, row.Kind, row.Name)).Intersect(keys).ToHashSet();
    }

    private IQueryable<Placed> Matching(PortalDb db, UnownedFilter filter)
    {
        var rows =
            from found in _seen.Select(names => Unowned(db, names)).Aggregate((some, more) => some.Concat(more))
            join cluster in db.Set<Cluster>() on found.ClusterId equals cluster.Id
            where cluster.DeregisteredAt == null
            select new Placed
            {
                Kind = found.Kind,
                Cluster = cluster.Name,
                Environment = cluster.Environment,
                Name = found.Name,
                FirstSeenAt = found.FirstSeenAt,
            };
        if (filter.Environment is { } environment)
        {
            rows = rows.Where(row => row.Environment == environment);
        }

        if (filter.Kinds is { Count: > 0 } words)
        {
            rows = rows.Where(row => words.Contains(row.Kind));
        }

        if (filter.Clusters is { Count: > 0 } clusters)
        {
            rows = rows.Where(row => clusters.Contains(row.Cluster));
        }

        if (filter.Words is { Length: > 0 } typed)
        {
            var pattern = $"%{LikePattern.Escape(typed)}%";
            rows = rows.Where(row => EF.Functions.ILike(row.Name, pattern, LikePattern.EscapeCharacter));
        }

        return rows;
    }

    private IQueryable<Found> Unowned(PortalDb db, ISeenNames names)
    {
        var word = names.Kind.Word;
        return from thing in UnownedNames.Of(db, names, kinds.Of(names.Kind))
            select new Found
            {
                Kind = word,
                ClusterId = thing.ClusterId,
                Name = thing.Name,
                FirstSeenAt = thing.FirstSeenAt,
            };
    }

    private sealed class Found
    {
        public required string Kind { get; init; }
        public required ClusterId ClusterId { get; init; }
        public required string Name { get; init; }
        public required DateTimeOffset FirstSeenAt { get; init; }
    }

    private sealed class Placed
    {
        public required string Kind { get; init; }
        public required string Cluster { get; init; }
        public required string Environment { get; init; }
        public required string Name { get; init; }
        public required DateTimeOffset FirstSeenAt { get; init; }
    }
}
