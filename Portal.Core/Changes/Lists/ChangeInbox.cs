using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

/// <summary>What waits for one person's judgement: an open step of a team they or somebody whom they vote for approve for, not asked or rewritten by them, not voted on by them.</summary>
public sealed class ChangeInbox(IDbContextFactory<PortalDb> store)
{
    public Task<IReadOnlyList<ChangeRow>> For(Caller who, int take, CancellationToken stop) =>
        For(who, null, take, stop);

    /// <param name="search">A number, or a part of a title, of a resource's name, or of the requester's name or handle.</param>
    public async Task<IReadOnlyList<ChangeRow>> For(Caller who, string? search, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var waiting = Waiting(db, who);
        var found = search is { Length: > 0 } ? ChangeWords.Of(search).Among(waiting, db) : waiting;
        return await ChangeList.Rows(db, found.OrderBy(c => c.CreatedAt).Take(take)).ToListAsync(stop);
    }

    public async Task<int> CountFor(Caller who, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Waiting(db, who).CountAsync(stop);
    }

    private static IQueryable<Change> Waiting(PortalDb db, Caller who)
    {
        var person = who.Actor.Name;
        var approvers = db.Set<StepApprover>();
        var delegations = EligibleDelegate.All(db).Where(d => d.Handle == person);
        var votes = db.Set<Vote>().Where(v => v.WithdrawnAt == null);
        return from c in db.Set<Change>().AsNoTracking()
            where c.State == ChangeState.PendingApproval && !c.Authors.Contains(person)
            where !votes.Any(v => v.PlanId == c.PlanId && (v.Actor.Name == person || v.Actor.OnBehalfOf == person))
            where
                db.Set<ApprovalStep>()
                    .Any(s =>
                        s.PlanId == c.PlanId
                        && (
                            approvers.Any(a => a.StepId == s.Id && a.Handle == person)
                            || delegations.Any(d =>
                                d.Team == s.TeamId
                                && !c.Authors.Contains(d.For)
                                && !votes.Any(v =>
                                    v.PlanId == c.PlanId && (v.Actor.Name == d.For || v.Actor.OnBehalfOf == d.For)
                                )
                            )
                        )
                        && votes.Count(v =>
                            v.StepId == s.Id
                            && v.Verdict == VoteVerdict.Approve
                            && approvers.Any(a => a.StepId == s.Id && a.Handle == (v.Actor.OnBehalfOf ?? v.Actor.Name))
                            && db.PeopleWithAccess().Any(p => p.Handle == v.Actor.Name)
                        ) < s.Quorum
                    )
            select c;
    }
}
