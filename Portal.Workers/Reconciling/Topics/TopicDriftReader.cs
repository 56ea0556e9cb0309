using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Reconciling.Topics;

/// <summary>Topics as the collector saw them. A look costs what has changed since the one before.</summary>
public sealed class TopicDriftReader : IDriftReader
{
    // Until then a new topic may not have come to the broker that the collector asks.
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(1);

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
        // One at most isn't gone, and then it is the topic.
        return new(
            resources,
            resource => Drifted(resource, seen[resource.Name].MaxBy(t => t.GoneAt ?? DateTimeOffset.MaxValue), looked),
            looked?.Structure ?? -1
        );
    }

    private static IReadOnlyList<DriftedField>? Drifted(Resource resource, SeenTopic? newest, Looked? looked) =>
        newest?.AsOf(looked?.SettingsAt) > resource.UpdatedAt
            ? TopicDrift.Of(CoreJson.Read<TopicSpec>(resource.Spec), newest.GoneAt is null ? newest.ToLive() : null)
        : newest is not { GoneAt: null } && looked?.WholeAt - resource.UpdatedAt > Shown ? TopicDrift.Unseen
        : null;

    /// <param name="WholeAt">When every topic was last told, whether new or as before.</param>
    private sealed record Looked(DateTimeOffset? SettingsAt, DateTimeOffset? WholeAt, long Structure);
}
