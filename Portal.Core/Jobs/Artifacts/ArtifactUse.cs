using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>
/// Whether anything still needs a JAR, or a secret of a job: a job that is wanted, a run that Flink remembers, a change that isn't over, a savepoint
/// whose version has it. A restore from a savepoint without its program would be none.
/// </summary>
/// <param name="IsUsed">Now.</param>
/// <param name="LastUsedAt">When the last that needed it was over; null when nothing ever did, or everything still does.</param>
public sealed record ArtifactUse(bool IsUsed, DateTimeOffset? LastUsedAt)
{
    private static readonly string[] Ended = [.. ChangeStates.Ended.Select(StoreTypes.Word)];

    /// <summary>Until when it is kept at least; null when nothing has used it.</summary>
    public DateTimeOffset? KeptUntil(DateTimeOffset now, TimeSpan keepFor) => (IsUsed ? now : LastUsedAt) + keepFor;

    public static Task<ArtifactUse> OfArtifact(PortalDb db, string digest, CancellationToken stop) =>
        Of(db, [$$"""{"artifact": "{{digest}}"}""", $$"""{"dependencies": ["{{digest}}"]}"""], stop);

    public static Task<ArtifactUse> OfSecret(PortalDb db, long secret, CancellationToken stop) =>
        Of(db, [$$"""{"secrets": [{"secret": {{secret}}}]}"""], stop);

    /// <summary>All that is used now, of which one by one would take long: JARs by their digest, secrets by their number.</summary>
    public static async Task<IReadOnlySet<string>> OfAll(PortalDb db, CancellationToken stop) =>
        (
            await db
                .Database.SqlQuery<string>(
                    $"""
                    with program (body) as (
                        select spec -> 'definition' -> 'program' from resource where kind = 'job' and gone_at is null
                        union all
                        select definition -> 'program' from seen_job where gone_at is null
                        union all
                        select unnest(array[r.wanted -> 'definition' -> 'program', r.base -> 'definition' -> 'program'])
                        from change_resource r join change c on c.id = r.change_id
                        where r.kind = 'job' and c.state <> all ({Ended})
                        union all
                        select j.definition -> 'program'
                        from savepoint s join seen_job j on j.cluster_id = s.cluster_id and j.job_id = s.job_id
                        where not s.is_fork and coalesce(s.deleted_at, s.deletion_sent_at) is null)
                    select distinct named.value as "Value"
                    from program p cross join lateral (
                        select p.body ->> 'artifact'
                        union all
                        select d.value #>> array[]::text[] from jsonb_path_query(p.body, '$.dependencies[*]') as d (value)
                        union all
                        select s.value #>> array[]::text[] from jsonb_path_query(p.body, '$.secrets[*].secret') as s (value)
                    ) as named (value)
                    where named.value is not null
                    """
                )
                .ToListAsync(stop)
        ).ToHashSet(StringComparer.Ordinal);

    /// <param name="parts">Of a program, as JSON: what contains one of them uses it.</param>
    private static Task<ArtifactUse> Of(PortalDb db, string[] parts, CancellationToken stop) =>
        db
            .Database.SqlQuery<ArtifactUse>(
                $"""
                with used as (
                    select gone_at as until from resource
                    where kind = 'job' and spec -> 'definition' -> 'program' @> any ({parts}::jsonb[])
                    union all
                    select gone_at from seen_job where definition -> 'program' @> any ({parts}::jsonb[])
                    union all
                    select case when c.state = any ({Ended}) then c.updated_at end
                    from change_resource r join change c on c.id = r.change_id
                    where r.kind = 'job'
                    and (
                        r.wanted -> 'definition' -> 'program' @> any ({parts}::jsonb[])
                        or r.base -> 'definition' -> 'program' @> any ({parts}::jsonb[]))
                    union all
                    select coalesce(s.deleted_at, s.deletion_sent_at)
                    from savepoint s join seen_job j on j.cluster_id = s.cluster_id and j.job_id = s.job_id
                    where not s.is_fork and j.definition -> 'program' @> any ({parts}::jsonb[]))
                select count(*) > count(until) as "IsUsed", max(until) as "LastUsedAt" from used
                """
            )
            .SingleAsync(stop);
}
