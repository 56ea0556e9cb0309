using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>Somebody who may vote for an approver of a team, as long as that one may.</summary>
internal sealed record EligibleDelegate
{
    public required TeamId Team { get; init; }
    public required string Handle { get; init; }

    /// <summary>The approver's handle.</summary>
    public required string For { get; init; }
    public required string ForName { get; init; }

    /// <summary>Everybody who may now. Nobody by another's delegation: the approver has the role themselves.</summary>
    public static IQueryable<EligibleDelegate> All(PortalDb db) =>
        from d in db.Set<VoteDelegation>()
        join approver in db.PeopleWithAccess() on d.DelegatorId equals approver.Id
        join person in db.PeopleWithAccess() on d.DelegateId equals person.Id
        where
            db.Set<Membership>().Any(m => m.PersonId == person.Id && !m.IsElevation)
            && db.Set<Membership>()
                .Any(m =>
                    m.PersonId == approver.Id && m.TeamId == d.TeamId && m.Role == Role.Approver && !m.IsElevation
                )
        select new EligibleDelegate
        {
            Team = d.TeamId,
            Handle = person.Handle,
            For = approver.Handle,
            ForName = approver.Name,
        };

    /// <summary>
    /// This person, as they vote for the approver: with the one role that this needs, and both names. Whoever has no role left has none to give here.
    /// </summary>
    public Caller Acting(Caller who) =>
        who with
        {
            Actor = who.Actor with { Via = ActorVia.Delegation, OnBehalfOf = For },
            DisplayName = $"{who.DisplayName} for {ForName}",
            Memberships =
            [
                .. who
                    .Memberships.Take(1)
                    .Select(held => new Membership
                    {
                        PersonId = held.PersonId,
                        TeamId = Team,
                        Role = Role.Approver,
                    }),
            ],
        };
}
