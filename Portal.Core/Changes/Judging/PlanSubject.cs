using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>A change to be planned, and what of the store its plan depends on.</summary>
/// <param name="Names">What the findings about its topics are called.</param>
/// <param name="OtherChanges">Open changes on the same topics, as "title (state)".</param>
/// <param name="Undone">What of its updates would undo what others changed since.</param>
/// <param name="Rules">Who approves in the change's environment.</param>
public sealed record PlanSubject(
    Change Change,
    FindingNames Names,
    RiskSetting Risk,
    IReadOnlyList<string> OtherChanges,
    IReadOnlyList<ApprovalRule> Rules,
    TeamId Platform,
    IReadOnlyList<Finding> Undone
)
{
    /// <summary>Who may approve for each team: who wrote the request doesn't count.</summary>
    public ILookup<TeamId, string> Approvers { get; init; } =
        Array.Empty<Approver>().ToLookup(a => a.Team, a => a.Handle);

    /// <param name="change">With its resources.</param>
    /// <param name="rivals">Open changes of the same topics.</param>
    public static async Task<PlanSubject> Read(
        PortalDb db,
        Change change,
        IReadOnlyList<Rival> rivals,
        CancellationToken stop
    )
    {
        var rules = await db
            .ApprovalRules.AsNoTracking()
            .Where(r => r.Environment == change.Environment)
            .ToListAsync(stop);
        var platform = await db
            .Teams.Where(t => t.Name == Team.PlatformName)
            .Select(t => (TeamId?)t.Id)
            .SingleOrDefaultAsync(stop);
        var names = await FindingNames.Read(db, change, stop);
        return new PlanSubject(
            change,
            names,
            await RiskSettings.Of(db, change, stop),
            [.. rivals.Select(r => $"{r.Title} ({r.State.InWords()})")],
            rules,
            platform ?? change.OwnerTeamId,
            await UndoneReading.Of(db, change, names, stop)
        )
        {
            Approvers = (
                await Approver.Of(db, [change.OwnerTeamId, platform ?? change.OwnerTeamId], change.Authors, stop)
            ).ToLookup(approver => approver.Team, approver => approver.Handle),
        };
    }
}
