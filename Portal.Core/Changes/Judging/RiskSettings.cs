using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what of a change's surroundings its risk depends on.</summary>
public static class RiskSettings
{
    /// <param name="change">With its resources.</param>
    public static async Task<RiskSetting> Of(PortalDb db, Change change, CancellationToken stop)
    {
        var isProduction = await db
            .Lanes.Where(l => l.Name == change.Environment)
            .Select(l => l.IsProduction)
            .SingleAsync(stop);
        var names = change.Resources.Select(r => r.Name).ToArray();
        var managed = await db
            .Resources.AsNoTracking()
            .Where(r => r.GoneAt == null && names.Contains(r.Name))
            .Select(r => new
            {
                r.ClusterId,
                r.Name,
                r.Spec,
            })
            .ToListAsync(stop);
        var specs = managed
            .Where(m => change.Resources.Any(r => r.ClusterId == m.ClusterId && r.Name == m.Name))
            .Select(m => CoreJson.Read<TopicSpec>(m.Spec))
            .Concat(change.Resources.Select(r => r.WantedTopic()).OfType<TopicSpec>());
        return new RiskSetting(isProduction, specs.Any(s => s.Tier == Tier.Critical));
    }
}
