using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Lists;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>A plan's approval steps with who voted and who could.</summary>
internal static class ApprovalReading
{
    public static async Task<IReadOnlyList<ApprovalView>> Read(
        PortalDb db,
        PlanId? plan,
        ChangeState state,
        string[] authors,
        IReadOnlyDictionary<int, ResourcePlace> places,
        IReadOnlyList<Vote> votes,
        CancellationToken stop
    )
    {
        var steps = plan is null
            ? []
            : await db.Set<ApprovalStep>().AsNoTracking().Where(s => s.PlanId == plan).ToListAsync(stop);
        if (steps.Count == 0)
        {
            return [];
        }

        var teamIds = steps.Select(s => s.TeamId).Distinct().ToArray();
        var teams = await db.Set<Team>()
            .AsNoTracking()
            .Where(t => teamIds.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, stop);
        var voters = await Voters.Of(db, teamIds, authors, places, votes.CurrentOn(plan), stop);
        return
        [
            .. ApprovalSteps
                .Tally(steps, votes, state == ChangeState.PendingApproval ? voters : null)
                .Select(t => new ApprovalView(
                    t.Step.Id,
                    t.Step.Ordinal,
                    t.Step.Title,
                    teams[t.Step.TeamId].Name,
                    teams[t.Step.TeamId].Title,
                    t.Step.Quorum,
                    t.Step.IsOverride,
                    t.Step.Resources,
                    t.IsMet,
                    t.Approvals,
                    t.Lapsed,
                    [.. voters.At(t.Step).Select(a => a.Handle)],
                    [
                        .. voters
                            .Delegates.Where(d => d.Team == t.Step.TeamId)
                            .Select(d => new DelegateView(d.Handle, d.For)),
                    ]
                )),
        ];
    }
}
