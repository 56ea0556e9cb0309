using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Planning;

/// <summary>What of a change's surroundings its risk depends on.</summary>
internal static class RiskSettings
{
    public static async Task<RiskSetting> Of(PortalDb db, ChangeId id, CancellationToken stop)
    {
        var change = await db.Changes.AsNoTracking().Include(c => c.Resources).SingleAsync(c => c.Id == id, stop);
        var isProduction = await db
            .Lanes.Where(l => l.Name == change.Environment)
            .Select(l => l.IsProduction)
            .SingleAsync(stop);
        var names = change.Resources.Select(r => r.Name).ToArray();
        var managed = await db
            .Resources.AsNoTracking()
            .Where(r => r.GoneAt == null && names.Contains(r.Name))
            .ToListAsync(stop);
        var specs = change
            .Resources.Select(r => r.Wanted)
            .Concat(
                managed
                    .Where(m => change.Resources.Any(r => r.ClusterId == m.ClusterId && r.Name == m.Name))
                    .Select(m => m.Spec)
            )
            .OfType<string>()
            .Select(CoreJson.Read<TopicSpec>);
        return new RiskSetting(isProduction, specs.Any(s => s.Tier == Tier.Critical));
    }
}
