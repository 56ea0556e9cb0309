using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>
/// Grants whose topic is gone end now. One that was created again under the name is another topic, and nobody granted that; it shows that the former one is
/// gone also where nobody was collecting while that was there.
/// </summary>
public sealed class OrphanedGrants : IEndsWith
{
    private const string Marked = $$"""
        insert into due (kind, subject_id, due_at)
        select {0}, g.id, {1}
        from access_grant g join cluster c on c.id = g.cluster_id
        where g.ended_at is null and c.deregistered_at is null and (
            exists (
                select from incarnation i
                where i.cluster_id = g.cluster_id and i.kind = {2}
                    and i.name = g.topic and i.engine_id = g.topic_id and i.gone_at is not null)
            or exists (
                select from seen_topic t
                where t.cluster_id = g.cluster_id and t.name = g.topic and t.topic_id::text <> g.topic_id
                    and t.gone_at is null and t.first_seen_at > g.granted_at))
            and not exists ({{AccessEnd.Restores}} and e.at > g.granted_at)
        on conflict (kind, subject_id) do update set due_at = least(due.due_at, excluded.due_at)
        where due.due_at > excluded.due_at + interval '2 minutes'
        """;

    public ResourceKind Kind => TopicKind.Word;

    public Task Begin(PortalDb db, IReadOnlyList<ResourceRef> gone, DateTimeOffset now, CancellationToken stop)
    {
        var clusters = gone.Select(on => on.Cluster.Value).ToArray();
        var names = gone.Select(on => on.Name).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at)
            select {AccessDues.Ends.Word}, g.id, {now}
            from access_grant g
                join unnest({clusters}, {names}) as t (cluster_id, name) on t.cluster_id = g.cluster_id and t.name = g.topic
            where g.ended_at is null
            on conflict (kind, subject_id) do update set due_at = least(due.due_at, excluded.due_at)
            """,
            stop
        );
    }

    /// <summary>Has all of them end now whose cluster is registered; those that were given before a restore, a day after that.</summary>
    public static Task Mark(PortalDb db, DateTimeOffset now, CancellationToken stop) =>
        db.Database.ExecuteSqlRawAsync(Marked, [AccessDues.Ends.Word, now, TopicKind.Word.Word], stop);
}
