using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>The draft that a request was typed as ends with it: of two tabs that go on with one draft, one sends it.</summary>
internal static class SentDraft
{
    /// <summary>Deletes it in the transaction that sends the request; a second one waits here for the first.</summary>
    /// <param name="from">The draft, and the version that is sent; null: none was saved.</param>
    /// <returns>Why it isn't sent; null: nothing is in the way. A draft that somebody deleted is sent all the same.</returns>
    public static async Task<Refusal?> End(
        PortalDb db,
        Caller who,
        (DraftId Id, int Version)? from,
        CancellationToken stop
    )
    {
        if (from is not var (id, version))
        {
            return null;
        }

        var mine = db.Set<RequestDraft>().Where(d => d.Id == id && d.Person == who.Actor.Name);
        if (await mine.Where(d => d.Version == version).ExecuteDeleteAsync(stop) == 1)
        {
            return null;
        }

        if (await mine.AnyAsync(stop))
        {
            return Refusal.Conflict(
                "This draft was saved in another tab or on another device since you opened it here. Load the page again to go on with it, or edit something here: what you see is then a draft of its own."
            );
        }

        return await Made(db, who, id, stop) is { } change
            ? Refusal.Conflict(
                $"You sent this draft already, as change #{change}. To send another request, edit something here first."
            ) with
            {
                Change = change,
            }
            : null;
    }

    // Rarely needed: the audit keeps who sent which draft, also of a request that was somebody else's first.
    private static async Task<ChangeId?> Made(PortalDb db, Caller who, DraftId draft, CancellationToken stop)
    {
        var sent = CoreJson.Write(new { draft = draft.Value });
        var made = await db
            .Database.SqlQuery<long>(
                $"""
                select e.change_id as "Value" from audit_event e
                where e.actor = {who.Actor.Name} and e.kind in ('change.submitted', 'change.resubmitted') and e.data @> {sent}::jsonb
                """
            )
            .ToListAsync(stop);
        return made is [var change, ..] ? new ChangeId(change) : null;
    }
}
