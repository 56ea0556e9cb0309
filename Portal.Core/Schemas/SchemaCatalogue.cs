using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Schemas;

/// <summary>Subjects that were seen or are managed, from the store. No registry is asked.</summary>
public sealed class SchemaCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<SchemaRow>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = db.Set<Cluster>().Where(c => environment == null || c.Environment == environment);
        var rows = await SchemaRows.Of(
            db,
            db.Set<SeenSubject>().Where(s => clusters.Any(c => c.Id == s.ClusterId)),
            db.Set<Resource>().Where(r => clusters.Any(c => c.Id == r.ClusterId)),
            stop
        );
        return
        [
            .. rows
                .Values.OrderBy(row => row.Cluster, StringComparer.Ordinal)
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
                reading == null || reading.Failure == reading.Unread ? null : reading.Failure,
                reading == null ? null : reading.Unread
            )
        ).ToListAsync(stop);
    }

    /// <summary>Null when none of that name was seen or is managed there.</summary>
    public async Task<SchemaDetails?> Get(string cluster, string subject, CancellationToken stop) =>
        SubjectName.CanBeStored(subject) && await RegistryOf(cluster, stop) is { } registry
            ? await Get(registry, subject, stop)
            : null;

    /// <summary>The subjects that a topic's values and keys go by, as far as their names and its newest records show.</summary>
    public async Task<TopicSchemas> OfTopic(string cluster, string topic, CancellationToken stop)
    {
        if (await RegistryOf(cluster, stop) is not { } registry)
        {
            return new(null, [], null);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var sample = await SchemaSamples.OfTopic(db, registry.Id, topic, stop);
        var found = new List<SchemaDetails>();
        foreach (var subject in await TopicSubjects.Of(db, registry.Id, topic, sample, stop))
        {
            if (await Get(registry, subject, stop) is { } there)
            {
                found.Add(there);
            }
        }

        return new(registry, found, sample);
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
