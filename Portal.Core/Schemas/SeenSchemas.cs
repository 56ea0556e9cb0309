using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Subjects out of what was last seen of their registry.</summary>
public static class SeenSchemas
{
    /// <summary>Those of these names that are there, with their newest version.</summary>
    public static async Task<IReadOnlyList<LiveSchema>> Newest(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var rows = await (
            from subject in db.Set<SeenSubject>().AsNoTracking()
            join version in db.Set<SeenSchema>().AsNoTracking()
                on new
                {
                    subject.ClusterId,
                    Subject = subject.Name,
                    Version = subject.Newest,
                } equals new
                {
                    version.ClusterId,
                    version.Subject,
                    version.Version,
                }
            where subject.ClusterId == cluster && subject.GoneAt == null && names.Contains(subject.Name)
            select new { Subject = subject, Version = version }
        ).ToListAsync(stop);
        return [.. rows.Select(row => row.Subject.ToLive(row.Version, null))];
    }
}
