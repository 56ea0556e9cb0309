using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>A subject as lists show it: as it was last seen, and who owns it.</summary>
/// <param name="Version">Null until it was seen.</param>
/// <param name="Level">What it sets itself; null: the registry's holds.</param>
/// <param name="Drifts">How many of its fields differ from what is wanted, as last seen.</param>
public sealed record SchemaRow(
    string Cluster,
    string Environment,
    string Subject,
    SchemaType? Type,
    SchemaVersion? Version,
    CompatibilityLevel? Level,
    DateTimeOffset? SeenAt,
    string? Owner,
    string? OwnerTitle,
    int Drifts
);

/// <summary>A registered registry and how it was last read.</summary>
/// <param name="ReadAt">Null: not yet.</param>
/// <param name="Failure">Why the newest reading failed; null when it didn't.</param>
public sealed record RegistryRow(
    ClusterId Id,
    string Cluster,
    string Environment,
    string Url,
    CompatibilityLevel? Level,
    DateTimeOffset? ReadAt,
    string? Failure
);

/// <summary>Subjects that were seen or are managed, from the store. No registry is asked.</summary>
public sealed class SchemaCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<SchemaRow>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await SchemaRows.Seen(db, db.Set<SeenSubject>(), stop);
        var managed = await SchemaRows.Managed(db, db.Set<Resource>(), stop);
        return
        [
            .. seen
                .Keys.Union(managed.Keys)
                .Where(key => environment is null || key.Environment == environment)
                .Select(key => SchemaRows.Of(key, seen.GetValueOrDefault(key), managed.GetValueOrDefault(key)))
                .OrderBy(row => row.Cluster, StringComparer.Ordinal)
                .ThenBy(row => row.Subject, StringComparer.Ordinal),
        ];
    }

    /// <summary>The clusters that have a registry, by name.</summary>
    public async Task<IReadOnlyList<RegistryRow>> Registries(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from c in db.Set<Cluster>()
            join e in db.Set<Endpoint>() on c.Id equals e.ClusterId
            join r in db.Set<RegistryReading>() on c.Id equals r.ClusterId into readings
            from reading in readings.DefaultIfEmpty()
            where c.DeregisteredAt == null && e.Kind == EndpointKind.Registry
            orderby c.Name
            select new RegistryRow(
                c.Id,
                c.Name,
                c.Environment,
                e.Addresses,
                reading == null ? null : reading.GlobalLevel,
                reading == null ? null : reading.ReadAt,
                reading == null ? null : reading.Failure
            )
        ).ToListAsync(stop);
    }

    /// <summary>Null when none of that name was seen or is managed there.</summary>
    public async Task<SchemaDetails?> Get(string cluster, string subject, CancellationToken stop) =>
        SubjectName.Problem(subject) is null && await RegistryOf(cluster, stop) is { } registry
            ? await Get(registry, subject, stop)
            : null;

    /// <summary>The subjects that a topic's values and keys go by, unless its clients are told to name them otherwise.</summary>
    public async Task<TopicSchemas> OfTopic(string cluster, string topic, CancellationToken stop)
    {
        if (await RegistryOf(cluster, stop) is not { } registry)
        {
            return new(null, [], null);
        }

        var found = new List<SchemaDetails>();
        foreach (var subject in SubjectName.OfTopic(topic))
        {
            if (await Get(registry, subject, stop) is { } there)
            {
                found.Add(there);
            }
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return new(registry, found, await SchemaSamples.OfTopic(db, registry.Id, topic, stop));
    }

    private async Task<RegistryRow?> RegistryOf(string cluster, CancellationToken stop) =>
        (await Registries(stop)).FirstOrDefault(registry => registry.Cluster == cluster);

    private async Task<SchemaDetails?> Get(RegistryRow registry, string subject, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var row = await SchemaRows.Of(db, registry, subject, stop);
        if (row is null)
        {
            return null;
        }

        var versions = await db.Set<SeenSchema>()
            .AsNoTracking()
            .Where(s => s.ClusterId == registry.Id && s.Subject == subject)
            .OrderByDescending(s => s.Version)
            .ToListAsync(stop);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                r => r.ClusterId == registry.Id && r.Kind == SchemaKind.Word && r.Name == subject && r.GoneAt == null,
                stop
            );
        var drifts = managed is null
            ? []
            : await db.Set<Drift>()
                .AsNoTracking()
                .Where(d => d.ResourceId == managed.Id && d.EndedAt == null)
                .OrderBy(d => d.Field)
                .ToListAsync(stop);
        return new(row, registry, versions, managed?.Read(kinds) as SchemaSpec, managed?.OwnerTeamId, drifts);
    }
}
