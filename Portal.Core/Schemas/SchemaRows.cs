using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>The rows behind the catalogue: what was seen, and what is managed, by cluster and subject.</summary>
internal static class SchemaRows
{
    public sealed record Key(ClusterId Id, string Cluster, string Environment, string Subject);

    public sealed record SeenRow(
        Key Key,
        int Version,
        int SchemaId,
        SchemaType Type,
        CompatibilityLevel? Level,
        DateTimeOffset SeenAt
    );

    public sealed record ManagedRow(Key Key, string Owner, string OwnerTitle, int Drifts);

    private static SchemaRow Of(Key key, SeenRow? seen, ManagedRow? managed) =>
        new(
            key.Cluster,
            key.Environment,
            key.Subject,
            seen?.Type,
            seen is null ? null : new SchemaVersion(seen.Version, seen.SchemaId),
            seen?.Level,
            seen?.SeenAt,
            managed?.Owner,
            managed?.OwnerTitle,
            managed?.Drifts ?? 0
        );

    /// <summary>Those that were seen or are managed.</summary>
    public static async Task<IReadOnlyDictionary<Key, SchemaRow>> Of(
        PortalDb db,
        IQueryable<SeenSubject> subjects,
        IQueryable<Resource> resources,
        CancellationToken stop
    )
    {
        var seen = (await Seen(db, subjects).ToListAsync(stop)).ToDictionary(s => s.Key);
        var managed = (await Managed(db, resources).ToListAsync(stop)).ToDictionary(m => m.Key);
        return seen
            .Keys.Union(managed.Keys)
            .ToDictionary(key => key, key => Of(key, seen.GetValueOrDefault(key), managed.GetValueOrDefault(key)));
    }

    /// <summary>Null when it was neither seen nor is managed.</summary>
    public static async Task<SchemaRow?> Of(PortalDb db, RegistryRow at, string subject, CancellationToken stop)
    {
        var subjects = db.Set<SeenSubject>().Where(s => s.ClusterId == at.Id && s.Name == subject);
        var resources = db.Set<Resource>().Where(r => r.ClusterId == at.Id && r.Name == subject);
        var seen = await Seen(db, subjects).SingleOrDefaultAsync(stop);
        var managed = await Managed(db, resources).SingleOrDefaultAsync(stop);
        return seen is null && managed is null
            ? null
            : Of(new Key(at.Id, at.Cluster, at.Environment, subject), seen, managed);
    }

    private static IQueryable<SeenRow> Seen(PortalDb db, IQueryable<SeenSubject> subjects) =>
        from subject in subjects
        join cluster in db.Set<Cluster>() on subject.ClusterId equals cluster.Id
        join r in db.Set<RegistryReading>() on subject.ClusterId equals r.ClusterId into readings
        from reading in readings.DefaultIfEmpty()
        join version in db.Set<SeenSchema>()
            on new
            {
                subject.ClusterId,
                Subject = subject.Name,
                Version = subject.Newest,
            } equals new
            {
                version.ClusterId,
                version.Subject,
                version.Version,
            }
        where subject.GoneAt == null && cluster.DeregisteredAt == null
        select new SeenRow(
            new Key(cluster.Id, cluster.Name, cluster.Environment, subject.Name),
            version.Version,
            version.SchemaId,
            version.Type,
            subject.Level,
            subject.IsUnread || reading == null ? subject.SeenAt : reading.ReadAt ?? subject.SeenAt
        );

    private static IQueryable<ManagedRow> Managed(PortalDb db, IQueryable<Resource> resources) =>
        from resource in resources
        join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
        join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
        where resource.Kind == SchemaKind.Word && resource.GoneAt == null && cluster.DeregisteredAt == null
        select new ManagedRow(
            new Key(cluster.Id, cluster.Name, cluster.Environment, resource.Name),
            team.Name,
            team.Title,
            db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null)
        );
}
