using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>The runs on what an engine has: they end where they began, else a rollback would start a second copy of a job elsewhere.</summary>
internal static class EngineRuns
{
    /// <summary>Why these endpoints can't move or be removed now; null: they can, or stay where they are.</summary>
    /// <param name="drafts">What they are to be; a kind that isn't among them is removed.</param>
    public static async Task<Refusal?> Obstacle(
        PortalDb db,
        Caller who,
        Cluster cluster,
        IReadOnlyList<EndpointKind> kinds,
        IReadOnlyList<HttpDraft> drafts,
        CancellationToken stop
    )
    {
        // A bundled engine that came back at another port is the same one: its runs go on once it is followed.
        if (
            who.Actor == Actor.Seed
            || KindOn(kinds[0]) is not { } kind
            || !kinds.Any(each => IsMoved(HttpEntry.Of(cluster, each), drafts))
        )
        {
            return null;
        }

        var isRemoved = drafts.Count == 0;
        // One that waits because its engine is silent goes on once that is reached again, wherever it is by now.
        var open = await db
            .Database.SqlQuery<HeldChange>(
                $"""
                select c.id as "Id", c.title as "Title", c.state = 'stuck' as "IsStuck"
                from run_target t join apply_run r on r.id = t.run_id join change c on c.id = r.change_id
                where t.cluster_id = {cluster.Id.Value} and t.kind = {kind}
                and (c.state = 'stuck' or r.first_failed_at is null or {isRemoved})
                order by c.id limit 1
                """
            )
            .ToListAsync(stop);
        return open switch
        {
            [] => null,
            [{ IsStuck: true } stuck, ..] => Refusal.Conflict(
                $"Change {stuck.Id}, “{stuck.Title}”, is stuck on {cluster.Name}. Retry or settle it first. If the engine moved, retry it, and set the address while it waits."
            ),
            [var running, ..] => Refusal.Conflict(
                $"Change {running.Id}, “{running.Title}”, is under way on {cluster.Name}. Wait for its end or abort it."
            ),
        };
    }

    private static bool IsMoved(Endpoint? known, IReadOnlyList<HttpDraft> drafts) =>
        known is not null && !drafts.Any(draft => draft.Kind == known.Kind && draft.Address == known.Addresses);

    // What a run on it holds, by the word of its kind.
    private static string? KindOn(EndpointKind engine) =>
        engine switch
        {
            EndpointKind.Flink => "job",
            EndpointKind.Registry => "schema",
            _ => null,
        };

    private sealed record HeldChange(long Id, string Title, bool IsStuck);
}
