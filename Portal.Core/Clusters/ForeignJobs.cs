using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>The jobs that name topics of a cluster and run on the Flink of another one.</summary>
internal static class ForeignJobs
{
    /// <summary>How many of them are managed.</summary>
    public static Task<int> Count(PortalDb db, ClusterId of, CancellationToken stop) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value"
                from resource r join cluster f on f.id = r.cluster_id
                join cluster k on k.environment = f.environment and k.id <> f.id
                where k.id = {of.Value} and f.deregistered_at is null and r.kind = 'job' and r.gone_at is null
                and exists (
                    select from jsonb_array_elements_text((r.spec -> 'sources') || (r.spec -> 'sinks')) as t (topic)
                    where split_part(t.topic, '.', 1) = k.name)
                """
            )
            .SingleAsync(stop);

    /// <summary>Changes of them that are approved or have a run, by the topics that they name now and those that they are to name.</summary>
    public static async Task<List<ChangeId>> Changes(PortalDb db, ClusterId of, CancellationToken stop)
    {
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                select c.id as "Value" from change c
                where c.state in ('approved', 'applying', 'verifying', 'rolling_back', 'stuck') and exists (
                    select from change_resource o join cluster f on f.id = o.cluster_id
                    join cluster k on k.environment = f.environment and k.id <> f.id
                    left join resource r
                        on r.kind = o.kind and r.cluster_id = o.cluster_id and r.name = o.name and r.gone_at is null
                    cross join lateral jsonb_array_elements_text(
                        coalesce(o.wanted -> 'sources', '[]') || coalesce(o.wanted -> 'sinks', '[]')
                        || coalesce(r.spec -> 'sources', '[]') || coalesce(r.spec -> 'sinks', '[]')) as t (topic)
                    where o.change_id = c.id and o.kind = 'job' and k.id = {of.Value}
                    and split_part(t.topic, '.', 1) = k.name)
                """
            )
            .ToListAsync(stop);
        return ids.ConvertAll(id => new ChangeId(id));
    }
}
