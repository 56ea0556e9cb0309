using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>A change to be planned, and what of the store its plan depends on.</summary>
/// <param name="OtherChanges">Open changes on the same topics, as "title (state)".</param>
/// <param name="Rules">Who approves in the change's environment.</param>
public sealed record PlanSubject(
    Change Change,
    RiskSetting Risk,
    IReadOnlyList<string> OtherChanges,
    IReadOnlyList<ApprovalRule> Rules,
    TeamId Platform
)
{
    /// <param name="change">With its resources; one that isn't stored yet has no id, so every stored one is another.</param>
    public static async Task<PlanSubject> Read(PortalDb db, Change change, CancellationToken stop)
    {
        var rules = await db
            .ApprovalRules.AsNoTracking()
            .Where(r => r.Environment == change.Environment)
            .ToListAsync(stop);
        var platform = await db
            .Teams.Where(t => t.Name == Team.PlatformName)
            .Select(t => (TeamId?)t.Id)
            .SingleOrDefaultAsync(stop);
        return new PlanSubject(
            change,
            await RiskSettings.Of(db, change, stop),
            await Others(db, change, stop),
            rules,
            platform ?? change.OwnerTeamId
        );
    }

    private static async Task<IReadOnlyList<string>> Others(PortalDb db, Change change, CancellationToken stop)
    {
        var names = change.Resources.Select(r => r.Name).ToArray();
        var rows = await (
            from resource in db.ChangeResources
            join other in db.Changes on resource.ChangeId equals other.Id
            where other.Id != change.Id && names.Contains(resource.Name)
            select new
            {
                resource.ClusterId,
                resource.Name,
                other.Id,
                other.Title,
                other.State,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Where(o =>
                    !o.State.IsEnd() && change.Resources.Any(r => r.ClusterId == o.ClusterId && r.Name == o.Name)
                )
                .DistinctBy(o => o.Id)
                .OrderBy(o => o.Id.Value)
                .Select(o => $"{o.Title} ({o.State.InWords()})"),
        ];
    }
}
