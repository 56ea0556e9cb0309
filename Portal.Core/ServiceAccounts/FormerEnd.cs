using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>When the former password of an account ends by itself: a row that waits for the time.</summary>
public sealed class FormerEnd(IDbContextFactory<PortalDb> store)
{
    /// <summary>Null: none is waited for yet.</summary>
    public async Task<DateTimeOffset?> Of(ResourceRef on, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = await db
            .Database.SqlQuery<DateTimeOffset>(
                $"""
                select d.due_at as "Value"
                from due d join resource r on r.id = d.subject_id
                where d.kind = {ServiceAccountDues.FormerPasswordEnds.Word} and r.kind = {on.Kind.Word}
                    and r.cluster_id = {on.Cluster.Value} and r.name = {on.Name} and r.gone_at is null
                """
            )
            .ToListAsync(stop);
        return rows is [var at] ? at : null;
    }

    /// <summary>Waits for this time from now on.</summary>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task Move(FencedRun run, ResourceRef on, DateTimeOffset until, CancellationToken stop) =>
        run.Write(
            store,
            db =>
                db.Database.ExecuteSqlAsync(
                    $"""
                    insert into due (kind, subject_id, due_at)
                    select {ServiceAccountDues.FormerPasswordEnds.Word}, r.id, {until}
                    from resource r
                    where r.kind = {on.Kind.Word} and r.cluster_id = {on.Cluster.Value} and r.name = {on.Name}
                        and r.gone_at is null
                    on conflict (kind, subject_id) do update set due_at = excluded.due_at
                    """,
                    stop
                ),
            stop
        );
}
