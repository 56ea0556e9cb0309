using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>When the subjects of a registry were last read.</summary>
/// <param name="ReadAt">All but those in <paramref name="Unread"/>; null: not yet.</param>
/// <param name="GlobalLevel">The registry's, as it was then.</param>
/// <param name="Unread">By name, those that the newest reading left as they were; null: not yet.</param>
public sealed record SubjectAges(
    DateTimeOffset? ReadAt,
    CompatibilityLevel? GlobalLevel,
    IReadOnlyDictionary<string, DateTimeOffset?> Unread
)
{
    /// <summary>In one query.</summary>
    /// <param name="names">Of these subjects.</param>
    public static async Task<SubjectAges> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var reading = await db.Set<RegistryReading>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster)
            .Select(r => new
            {
                r.ReadAt,
                r.GlobalLevel,
                Unread = db.Set<SeenSubject>()
                    .Where(s => s.ClusterId == r.ClusterId && s.IsUnread && s.GoneAt == null && names.Contains(s.Name))
                    .Select(s => new
                    {
                        s.Name,
                        s.Newest,
                        s.SeenAt,
                    })
                    .ToList(),
            })
            .SingleOrDefaultAsync(stop);
        return new(
            reading?.ReadAt,
            reading?.GlobalLevel,
            (reading?.Unread ?? []).ToDictionary(
                s => s.Name,
                s => s.Newest == 0 ? (DateTimeOffset?)null : s.SeenAt,
                StringComparer.Ordinal
            )
        );
    }

    /// <summary>Whether the newest reading didn't fail, and each subject that is there was read no earlier than this.</summary>
    public static Task<bool> AreAllSince(
        PortalDb db,
        ClusterId cluster,
        DateTimeOffset since,
        CancellationToken stop
    ) =>
        db.Set<RegistryReading>()
            .Where(r => r.ClusterId == cluster && (r.Failure == null || r.Failure == r.Unread) && r.ReadAt >= since)
            .AnyAsync(
                r =>
                    !db.Set<SeenSubject>()
                        .Any(s =>
                            s.ClusterId == r.ClusterId
                            && s.IsUnread
                            && s.GoneAt == null
                            && (s.Newest == 0 || s.SeenAt < since)
                        ),
                stop
            );

    /// <summary>When a subject was last read, or last found missing; null: not yet.</summary>
    public DateTimeOffset? At(string name) => Unread.TryGetValue(name, out var at) ? at : ReadAt;
}
