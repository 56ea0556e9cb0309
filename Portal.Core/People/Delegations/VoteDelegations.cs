using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Delegations;

/// <summary>Approvers name who votes for them, behind the page and the API alike. Whether a vote counts is decided when it is counted.</summary>
public sealed class VoteDelegations(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    public static Permission May(Caller who, TeamId team) => Authority.May(who, new CallerAction.DelegateVotes(team));

    public async Task<Outcome<VoteDelegation>> Give(KnownCaller who, DelegationWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var now = time.GetUtcNow();
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop) is not { } team)
        {
            return Refusal.NotFound($"There is no team {wish.Team}.");
        }

        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (May(caller, team.Id) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (wish.Complaints(now) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        var found = await Delegate(db, who, wish.Delegate, stop);
        if (found is not Outcome<Person>.Done(var person))
        {
            return found is Outcome<Person>.Refused(var why) ? why : throw new InvalidOperationException();
        }

        var start = (wish.StartsAt is { } later && later > now ? later : now).ToUniversalTime();
        var end = wish.EndsAt.ToUniversalTime();
        if (
            await db.Set<VoteDelegation>()
                .FromSql(
                    $"select * from vote_delegation where ended_at is null and ends_at > {start} and starts_at < {end}"
                )
                .AnyAsync(d => d.DelegatorId == who.Id && d.DelegateId == person.Id && d.TeamId == team.Id, stop)
        )
        {
            return Refusal.Conflict(
                $"{person.Name} votes for you in {team.Title} already in that time. End that first."
            );
        }

        var delegation = new VoteDelegation
        {
            DelegatorId = who.Id,
            DelegateId = person.Id,
            TeamId = team.Id,
            Reason = wish.Reason.Trim(),
            CreatedAt = now,
            StartsAt = start,
            EndsAt = end,
        };
        db.Add(delegation);
        var handle = who.Caller.Actor.Name;
        db.Add(
            PersonEvent.Of(
                now,
                who.Caller.Actor,
                "delegation.given",
                handle,
                $"{person.Handle} votes for {handle} in {team.Name} from {UtcTime.InWords(start)} until {UtcTime.InWords(end)}: {delegation.Reason}"
            )
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return delegation;
    }

    private static async Task<Outcome<Person>> Delegate(
        PortalDb db,
        KnownCaller who,
        string handle,
        CancellationToken stop
    ) =>
        await db.People().SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } person
            ? Wrong($"There is nobody with the handle {handle}.")
        : person.Id == who.Id ? Wrong("Somebody else has to vote for you.")
        : person.DisabledAt is not null ? Wrong($"{person.Name} is disabled.")
        : await db.Set<BootstrapAccount>().AnyAsync(a => a.PersonId == person.Id, stop)
            ? Wrong("The bootstrap administrator doesn't vote.")
        : !await db.Set<Membership>().AnyAsync(m => m.PersonId == person.Id, stop)
            ? Wrong($"{person.Name} has no role in any team.")
        : person;

    private static Refusal Wrong(string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["delegate"] = words });
}
