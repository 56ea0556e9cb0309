using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>
/// What a caller may do with open sessions: see and end their own; platform sees and ends everybody's. Behind the page and
/// the API alike.
/// </summary>
public sealed class SessionManagement(Sessions sessions, SessionList list)
{
    public static Permission MaySeeAll(KnownCaller who) =>
        Authority.May(who.Caller, new CallerAction.OverseeSessions());

    public Task<IReadOnlyList<SessionRow>> Mine(KnownCaller who, long? below, int take, CancellationToken stop) =>
        list.Newest(who.Id, who.Caller.Session, below, take, stop);

    /// <returns>Everybody's, or why not.</returns>
    public async Task<Outcome<IReadOnlyList<SessionRow>>> All(
        KnownCaller who,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        if (MaySeeAll(who) is { Granted: false } refused)
        {
            return Refusal.Denied(refused.Words);
        }

        var rows = await list.Newest(null, who.Caller.Session, below, take, stop);
        return new Outcome<IReadOnlyList<SessionRow>>.Done(rows);
    }

    /// <summary>Ends a session at once. Somebody else's isn't there for whoever may not see it.</summary>
    public async Task<Outcome<SessionRow>> End(KnownCaller who, long id, CancellationToken stop)
    {
        if (
            await list.Find(id, stop) is not { } row
            || (row.PersonId != who.Id && !MaySeeAll(who).Granted)
            || !await sessions.End(who.Caller.Actor, id, stop)
        )
        {
            return Refusal.NotFound($"You have no open session {id}.");
        }

        return row;
    }
}
