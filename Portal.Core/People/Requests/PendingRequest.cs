using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Requests;

/// <summary>A request that waits for somebody to decide, read under the lock of the rules.</summary>
internal sealed record PendingRequest(RoleRequest Request, Person Person, Team Team)
{
    public string What => new TeamRole(Team.Name, Request.Role).Limited(Request.Only);

    /// <returns>It; or that there is none of this number, or what became of it.</returns>
    public static async Task<Outcome<PendingRequest>> Find(
        PortalDb db,
        long id,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var found = await (
            from request in db.Set<RoleRequest>()
            where request.Id == id
            join person in db.Set<Person>() on request.PersonId equals person.Id
            join team in db.Set<Team>() on request.TeamId equals team.Id
            select new PendingRequest(request, person, team)
        ).SingleOrDefaultAsync(stop);
        return found switch
        {
            null => Refusal.NotFound($"There is no role request {id}."),
            { Request.State: RoleRequestState.Pending } when found.Request.ExpiresAt > now => found,
            { Request: { State: RoleRequestState.Pending or RoleRequestState.Expired } } => Refusal.Conflict(
                "This request has expired: nobody decided in time. Send it again if the role is still needed."
            ),
            { Request: { DecidedBy: var by, State: var state } } => Refusal.Conflict(
                $"This request was {StoreTypes.Word(state)} by {by} already."
            ),
        };
    }

    /// <summary>Decides it, and saves that with its event.</summary>
    public async Task End(
        PortalDb db,
        RoleRequestState state,
        Actor by,
        string comment,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        (Request.State, Request.DecidedAt, Request.DecidedBy, Request.Comment) = (state, now, by.Name, comment.Trim());
        await db.Set<Due>()
            .Where(d => d.Kind == PeopleDues.RoleRequestExpires && d.SubjectId == Request.Id)
            .ExecuteDeleteAsync(stop);
        var word = StoreTypes.Word(state);
        db.Add(
            PersonEvent.Of(
                now,
                by,
                $"role-request.{word}",
                Person.Handle,
                $"The request of {Person.Handle} to be {What} was {word}"
                    + (comment.Trim() is { Length: > 0 } why ? $": {why}" : ".")
            )
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
    }
}
