using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Core.Clusters;

/// <summary>
/// Jobs name the clusters of their topics, and a Flink those that its jobs may use. A name in use stays with its cluster: given up, it would hide the
/// jobs from who deletes a topic; given to another Kafka, it would start them there.
/// </summary>
internal static class ClusterNames
{
    private const int MostNamed = 3;
    private const string Gone = "Jobs of a Flink that is gone no longer count once its cluster is deregistered.";

    /// <summary>Why a cluster can't get the name of this draft; null: it can.</summary>
    /// <param name="registered">As it is registered now; null: it is new.</param>
    public static async Task<Refusal?> Obstacle(
        PortalDb db,
        ClusterDraft draft,
        ClusterFacts? facts,
        Cluster? registered,
        CancellationToken stop
    )
    {
        if (draft.Name == registered?.Name)
        {
            return null;
        }

        string[] names = registered is null ? [draft.Name] : [draft.Name, registered.Name];
        var (self, engine) = (registered?.Id.Value ?? 0, facts?.EngineId ?? "");
        // Whoever had the name last may have it again: it is what they mean by it.
        var uses = await db
            .Database.SqlQuery<NameUse>(
                $"""
                with used (name, holder) as (
                    select split_part(t.topic, '.', 1), r.name || ' on ' || f.name
                    from resource r join cluster f on f.id = r.cluster_id
                    cross join lateral jsonb_array_elements_text((r.spec -> 'sources') || (r.spec -> 'sinks')) as t (topic)
                    where r.kind = 'job' and r.gone_at is null
                    and f.deregistered_at is null and f.environment = {draft.Environment}
                    union
                    select n.name, 'the Flink of ' || f.name
                    from endpoint e join cluster f on f.id = e.cluster_id cross join lateral unnest(e.job_clusters) as n (name)
                    where f.deregistered_at is null and f.environment = {draft.Environment})
                select name as "Name", holder as "Holder" from used
                where name = any({names}) and (name <> {draft.Name} or not exists (
                    select from cluster c
                    where (c.id = {self} or c.engine_id = {engine}) and c.id = (
                        select a.cluster_id from audit_event a
                        where a.kind in ('cluster.registered', 'cluster.edited') and a.subject = {draft.Name}
                        order by a.id desc limit 1)))
                order by holder
                """
            )
            .ToListAsync(stop);
        var byName = uses.ToLookup(use => use.Name, use => use.Holder, StringComparer.Ordinal);
        if (registered is not null && byName.Contains(registered.Name))
        {
            return Refused(
                $"{registered.Name} keeps its name while it is used by {NameList.InWords([.. byName[registered.Name]], MostNamed)}. Delete those jobs, or take it off the list of that Flink, first. {Gone}"
            );
        }

        return byName.Contains(draft.Name)
            ? Refused(
                $"The name {draft.Name} is still used for another cluster, by {NameList.InWords([.. byName[draft.Name]], MostNamed)}; choose another name. {Gone}"
            )
            : null;
    }

    private static Refusal Refused(string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [ClusterField.Name] = words });

    private sealed record NameUse(string Name, string Holder);
}
