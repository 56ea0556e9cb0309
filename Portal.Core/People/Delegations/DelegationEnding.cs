using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Delegations;

/// <summary>Ends delegations before their time, behind the page and the API alike.</summary>
public sealed class DelegationEnding(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <summary>By either of the two, or platform. Votes that were given stay.</summary>
    public async Task<Outcome<VoteDelegation>> End(KnownCaller who, long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var now = time.GetUtcNow();
        var found = await (
            from d in db.Set<VoteDelegation>().FromSql($"select * from vote_delegation where id = {id}")
            join approver in db.Set<Person>() on d.DelegatorId equals approver.Id
            join person in db.Set<Person>() on d.DelegateId equals person.Id
            join team in db.Set<Team>() on d.TeamId equals team.Id
            select new
            {
                Delegation = d,
                Approver = approver.Handle,
                Delegate = person.Handle,
                Team = team.Name,
            }
        ).SingleOrDefaultAsync(stop);
        if (found is not { Delegation: var delegation })
        {
            return Refusal.NotFound($"There is no delegation {id}.");
        }

        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (
            Authority.May(caller, new CallerAction.EndDelegation(found.Approver, found.Delegate)) is
            { Granted: false } no
        )
        {
            return Refusal.Denied(no.Words);
        }

        if (delegation.EndedAt is not null || delegation.EndsAt <= now)
        {
            return Refusal.Conflict("It is over already.");
        }

        (delegation.EndedAt, delegation.EndedBy) = (now, caller.Actor.Name);
        db.Add(
            PersonEvent.Of(
                now,
                caller.Actor,
                "delegation.ended",
                found.Approver,
                $"{found.Delegate} no longer votes for {found.Approver} in {found.Team}."
            )
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return delegation;
    }
}
