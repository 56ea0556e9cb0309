using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Reconciling.Topics;

/// <summary>Topics as the collector saw them. A look costs what has changed since the one before.</summary>
public sealed class TopicDriftReader : IDriftReader
{
    public ResourceKind Kind => TopicKind.Word;

    public async Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop)
    {
        // The time before the rows: what they tell is then as young as it says, or younger.
        var looked = await db
            .Database.SqlQuery<Looked>(
                $"""select settings_at as "SettingsAt", whole_at as "WholeAt", structure as "Structure" from collector where cluster_id = {cluster.Value}"""
            )
            .SingleOrDefaultAsync(stop);
        var written = db.Set<SeenTopic>()
            .Where(t => t.ClusterId == cluster && t.Structure > mark.Structure)
            .Select(t => t.Name);
        var resources = await mark.Changed(db, Kind, cluster, written).AsNoTracking().ToListAsync(stop);
        var names = resources.Select(r => r.Name).ToArray();
        var seen = (
            await db.Set<SeenTopic>()
                .AsNoTracking()
                .Where(t => t.ClusterId == cluster && names.Contains(t.Name))
                .ToListAsync(stop)
        ).ToLookup(t => t.Name, StringComparer.Ordinal);
        var began = await db.Set<Incarnation>()
            .Where(i => i.Kind == Kind && i.ClusterId == cluster && names.Contains(i.Name))
            .ToDictionaryAsync(i => (i.Name, i.EngineId), i => i.FirstSeenAt, stop);
        // One at most isn't gone, and then it is the topic.
        return new(
            resources,
            resource =>
                seen[resource.Name].MaxBy(t => t.GoneAt ?? DateTimeOffset.MaxValue) is { } newest
                    ? Drifted(resource, newest, began.GetValueOrDefault((newest.Name, $"{newest.TopicId}")), looked)
                    : Unseen(resource, looked),
            looked?.Structure ?? -1
        );
    }

    // The incarnation that a change leaves is known when it is done.
    private static IReadOnlyList<DriftedField>? Drifted(
        Resource resource,
        SeenTopic newest,
        DateTimeOffset began,
        Looked? looked
    ) =>
        newest.AsOf(looked?.SettingsAt) > resource.UpdatedAt
            ? TopicDrift.Of(
                CoreJson.Read<TopicSpec>(resource.Spec),
                newest.GoneAt is null ? newest.ToLive() : null,
                began - resource.UpdatedAt > TopicDrift.ShownWithin ? began : null
            )
        : newest.GoneAt is null ? null
        : Unseen(resource, looked);

    private static IReadOnlyList<DriftedField>? Unseen(Resource resource, Looked? looked) =>
        looked?.WholeAt - resource.UpdatedAt > TopicDrift.ShownWithin ? TopicDrift.Unseen : null;

    /// <param name="WholeAt">When every topic was last told, whether new or as before.</param>
    private sealed record Looked(DateTimeOffset? SettingsAt, DateTimeOffset? WholeAt, long Structure);
}
