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
    private const string All = $"{Marks} where {Orphaned} {Marked}";

    // On topics that went or came since {3}: on no other has a grant lost its own.
    private const string Since = $$"""
        with turned as (
            select cluster_id, name from incarnation where kind = {2} and gone_at >= {3}
            union
            select cluster_id, name from seen_topic where gone_at is null and first_seen_at >= {3})
        {{Marks}} join turned on turned.cluster_id = g.cluster_id and turned.name = g.topic
        where {{Orphaned}} {{Marked}}
        """;

    private const string Marks = """
        insert into due (kind, subject_id, due_at)
        select {0}, g.id, {1}
        from access_grant g join cluster c on c.id = g.cluster_id
        """;

    private const string Orphaned = $$"""
        g.ended_at is null and c.deregistered_at is null and (
            exists (
                select from incarnation i
                where i.cluster_id = g.cluster_id and i.kind = {2}
                    and i.name = g.topic and i.engine_id = g.topic_id and i.gone_at is not null)
            or exists (
                select from seen_topic t
                where t.cluster_id = g.cluster_id and t.name = g.topic and t.topic_id::text <> g.topic_id
                    and t.gone_at is null and t.first_seen_at > g.granted_at))
            and not exists ({{AccessEnd.Restores}} and e.at > g.granted_at)
        """;

    private const string Marked = """
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

    /// <summary>Has those of them end now whose cluster is registered; those that were given before a restore, a day after that.</summary>
    /// <param name="since">Only grants whose topic went, or another came in its place, at this time or later; null: all of them.</param>
    public static Task Mark(PortalDb db, DateTimeOffset now, DateTimeOffset? since, CancellationToken stop) =>
        since is { } at
            ? db.Database.ExecuteSqlRawAsync(Since, [AccessDues.Ends.Word, now, TopicKind.Word.Word, at], stop)
            : db.Database.ExecuteSqlRawAsync(All, [AccessDues.Ends.Word, now, TopicKind.Word.Word], stop);
}
