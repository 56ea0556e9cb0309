using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Delegations;

/// <summary>A delegation as lists show it.</summary>
/// <param name="Approver">The handle of who is voted for.</param>
/// <param name="Delegate">The handle of who votes.</param>
public sealed record DelegationRow(
    long Id,
    string Approver,
    string ApproverName,
    string Delegate,
    string DelegateName,
    string Team,
    string TeamTitle,
    string Reason,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt
);

/// <summary>Delegations, which everybody sees: who votes for whom, and until when.</summary>
public sealed class DelegationList(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <summary>Of one person, in either part: those that aren't over, by when they begin.</summary>
    public async Task<IReadOnlyList<DelegationRow>> Of(string handle, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from d in db.Set<VoteDelegation>()
                .FromSql($"select * from vote_delegation where ended_at is null and ends_at > {now}")
            join approver in db.Set<Person>() on d.DelegatorId equals approver.Id
            join person in db.Set<Person>() on d.DelegateId equals person.Id
            join team in db.Set<Team>() on d.TeamId equals team.Id
            where approver.Handle == handle || person.Handle == handle
            orderby d.StartsAt, d.Id
            select new DelegationRow(
                d.Id,
                approver.Handle,
                approver.Name,
                person.Handle,
                person.Name,
                team.Name,
                team.Title,
                d.Reason,
                d.StartsAt,
                d.EndsAt
            )
        ).ToListAsync(stop);
    }
}
