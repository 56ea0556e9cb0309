using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <summary>A topic that a job names, out of the store.</summary>
internal static class NamedTopic
{
    private const string Cleanup = "cleanup.policy";

    /// <returns>Null when it was never read: one that a change created just now is there.</returns>
    public static async Task<bool?> IsSeen(PortalDb db, ClusterId cluster, string topic, CancellationToken stop) =>
        await db.Set<SeenTopic>()
            .Where(t => t.ClusterId == cluster && t.Name == topic)
            .OrderByDescending(t => t.GoneAt == null)
            .Select(t => (bool?)(t.GoneAt == null))
            .FirstOrDefaultAsync(stop);

    /// <returns>The name of the team; null when the portal doesn't manage it.</returns>
    public static async Task<string?> OwnerOf(PortalDb db, ClusterId cluster, string topic, CancellationToken stop) =>
        await (
            from resource in db.Set<Resource>()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Kind == TopicKind.Word && resource.ClusterId == cluster && resource.Name == topic
            where resource.GoneAt == null
            select team.Name
        ).SingleOrDefaultAsync(stop);

    /// <returns>Null when it isn't known.</returns>
    public static async Task<string?> CleanupPolicy(
        PortalDb db,
        ClusterId cluster,
        string topic,
        PlannedTopics planned,
        CancellationToken stop
    )
    {
        if (planned.Creation(cluster, topic) is { } made)
        {
            return made.Configs.FirstOrDefault(move => move.Name == Cleanup)?.After;
        }

        var seen = await db.Set<SeenTopic>()
            .AsNoTracking()
            .SingleOrDefaultAsync(t => t.ClusterId == cluster && t.Name == topic && t.GoneAt == null, stop);
        return seen?.Configs.GetValueOrDefault(Cleanup)?.Value;
    }

    /// <returns>Null when none of its records was looked at.</returns>
    public static async Task<FramedRecords?> Framed(
        PortalDb db,
        ClusterId cluster,
        string topic,
        CancellationToken stop
    )
    {
        return await SchemaSamples.OfTopic(db, cluster, topic, stop) is { State.Records: > 0 and var of } sample
            ? new(of, With(RecordPart.Key), With(RecordPart.Value))
            : null;

        int With(RecordPart part) => sample.Ids.Where(id => id.Use.Part == part).Sum(id => id.Use.Records);
    }
}
