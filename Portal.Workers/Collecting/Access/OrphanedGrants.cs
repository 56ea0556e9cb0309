using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Collecting.Access;

/// <summary>Grants whose topic is gone end now. One that was created again under the name is another topic, and nobody granted that.</summary>
internal static class OrphanedGrants
{
    public static Task Mark(PortalDb db, DateTimeOffset now, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at)
            select {DueKind.AccessEnds.Word}, g.id, {now}
            from access_grant g
            join incarnation i on i.cluster_id = g.cluster_id and i.kind = {TopicKind.Word.Word}
                and i.name = g.topic and i.engine_id = g.topic_id
            where g.ended_at is null and i.gone_at is not null
            on conflict (kind, subject_id) do update set due_at = least(due.due_at, excluded.due_at)
            where due.due_at > excluded.due_at + interval '2 minutes'
            """,
            stop
        );
}
