using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>The ids that are looked for in records: those of a subject's versions, and where these go permanently, those that no longer answer.</summary>
internal static class SubjectIds
{
    /// <returns>By id the newest of these versions that has it.</returns>
    public static async Task<IReadOnlyDictionary<int, int>> Of(
        PortalDb db,
        ClusterId cluster,
        string subject,
        UsedVersions of,
        CancellationToken stop
    )
    {
        int[] numbers = [.. of.Numbers];
        var seen = db.Set<SeenSchema>().Where(s => s.ClusterId == cluster);
        var versions = await seen.Where(s =>
                s.Subject == subject && (numbers.Length == 0 || numbers.Contains(s.Version))
            )
            .GroupBy(s => s.SchemaId)
            .ToDictionaryAsync(same => same.Key, same => same.Max(s => s.Version), stop);
        if (!of.ArePermanentlyGone)
        {
            return versions;
        }

        int[] ids = [.. versions.Keys];
        var others = await seen.InContextOf(subject)
            .Where(s =>
                s.GoneAt == null
                && ids.Contains(s.SchemaId)
                && (s.Subject != subject || (numbers.Length > 0 && !numbers.Contains(s.Version)))
            )
            .Select(s => new
            {
                s.Subject,
                s.Version,
                s.SchemaId,
            })
            .ToListAsync(stop);
        foreach (var stays in others.Where(s => !of.PermanentlyGoneToo.Contains((s.Subject, s.Version))))
        {
            versions.Remove(stays.SchemaId);
        }

        return versions;
    }
}
