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

    // By the states of changes that are over: each program that something has, or had until then.
    private const string Programs = """
        program (body, until) as (
            select spec -> 'definition' -> 'program', gone_at from resource where kind = 'job'
            union all
            select definition -> 'program', gone_at from seen_job
            union all
            select b.body, case when c.state = any ({0}) then c.updated_at end
            from change_resource r join change c on c.id = r.change_id
            cross join lateral unnest(array[r.wanted -> 'definition' -> 'program', r.base -> 'definition' -> 'program']) as b (body)
            where r.kind = 'job'
            union all
            select j.definition -> 'program', coalesce(s.deleted_at, s.deletion_sent_at)
            from savepoint s join seen_job j on j.cluster_id = s.cluster_id and j.job_id = s.job_id
            where not s.is_fork)
        """;

    private const string OfParts = $$"""
        with {{Programs}}
        select count(*) > count(until) as "IsUsed", max(until) as "LastUsedAt" from program where body @> any ({1}::jsonb[])
        """;

    private const string NamedNow = $$"""
        with {{Programs}}
        select distinct named.value as "Value"
        from program p cross join lateral (
            select p.body ->> 'artifact'
            union all
            select d.value #>> array[]::text[] from jsonb_path_query(p.body, '$.dependencies[*]') as d (value)
            union all
            select s.value #>> array[]::text[] from jsonb_path_query(p.body, '$.secrets[*].secret') as s (value)
        ) as named (value)
        where p.until is null and named.value is not null
        """;

    /// <summary>Until when it is kept at least; null when nothing has used it.</summary>
    public DateTimeOffset? KeptUntil(DateTimeOffset now, TimeSpan keepFor) => (IsUsed ? now : LastUsedAt) + keepFor;

    public static Task<ArtifactUse> OfArtifact(PortalDb db, string digest, CancellationToken stop) =>
        Of(db, [$$"""{"artifact": "{{digest}}"}""", $$"""{"dependencies": ["{{digest}}"]}"""], stop);

    public static Task<ArtifactUse> OfSecret(PortalDb db, long secret, CancellationToken stop) =>
        Of(db, [$$"""{"secrets": [{"secret": {{secret}}}]}"""], stop);

    /// <summary>All that is used now, of which one by one would take long: JARs by their digest, secrets by their number.</summary>
    public static async Task<IReadOnlySet<string>> OfAll(PortalDb db, CancellationToken stop) =>
        (await db.Database.SqlQueryRaw<string>(NamedNow, [Ended]).ToListAsync(stop)).ToHashSet(StringComparer.Ordinal);

    /// <param name="parts">Of a program, as JSON: what contains one of them uses it.</param>
    private static Task<ArtifactUse> Of(PortalDb db, string[] parts, CancellationToken stop) =>
        db.Database.SqlQueryRaw<ArtifactUse>(OfParts, Ended, parts).SingleAsync(stop);
}
