using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling.Schemas;

/// <summary>An id that a subject's newest version had, and nothing has any more.</summary>
/// <param name="Since">When the version that has another was first seen.</param>
internal sealed record LostId(int Id, DateTimeOffset Since);

/// <summary>
/// Ids that changes left behind and that no version of their context has any more which was seen: what others did to their subjects. Only a
/// permanent deletion gives numbers again; after any other what is registered has a higher one, and the former id still answers.
/// </summary>
internal static class LostIds
{
    /// <param name="seen">Subjects as they were last seen.</param>
    /// <returns>By subject; without those whose id is as it was left, or isn't known.</returns>
    public static async Task<IReadOnlyDictionary<string, LostId>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<LiveSchema> seen,
        CancellationToken stop
    )
    {
        var names = seen.Select(s => s.Subject).ToArray();
        var incarnations = await db.Set<Incarnation>()
            .Where(i =>
                i.Kind == SchemaKind.Word && i.ClusterId == cluster && i.GoneAt == null && names.Contains(i.Name)
            )
            .Select(i => new { i.Name, i.EngineId })
            .ToListAsync(stop);
        var left = incarnations.ToLookup(
            i => i.Name,
            i => SchemaVersion.Of(new EngineId(i.EngineId)),
            StringComparer.Ordinal
        );
        // One at most, and most often that of the newest version: then nothing more is read.
        var others = seen.Where(s => left[s.Subject].Any() && left[s.Subject].All(was => was.Id != s.Newest.Id))
            .ToList();
        if (others.Count == 0)
        {
            return ImmutableDictionary<string, LostId>.Empty;
        }

        var subjects = others.Select(s => s.Subject).ToArray();
        var ids = others.SelectMany(s => left[s.Subject]).Select(was => was.Id).Distinct().ToArray();
        var versions = await db.Set<SeenSchema>()
            .Where(s =>
                s.ClusterId == cluster && s.GoneAt == null && (subjects.Contains(s.Subject) || ids.Contains(s.SchemaId))
            )
            .Select(s => new
            {
                s.Subject,
                At = new SchemaVersion(s.Version, s.SchemaId),
                s.FirstSeenAt,
            })
            .ToListAsync(stop);
        var there = versions.Select(version => (SubjectContext.Of(version.Subject), version.At.Id)).ToHashSet();
        var rows = versions.ToDictionary(version => (version.Subject, version.At.Version));
        var lost = new Dictionary<string, LostId>(StringComparer.Ordinal);
        foreach (var (subject, newest) in others.Select(s => (s.Subject, s.Newest)))
        {
            var was = left[subject].First();
            var isCountedAgain = newest.Version < was.Version || rows.ContainsKey((subject, was.Version));
            if (
                isCountedAgain
                && !there.Contains((SubjectContext.Of(subject), was.Id))
                && rows.GetValueOrDefault((subject, newest.Version)) is { } row
                && row.At == newest
            )
            {
                lost.Add(subject, new(was.Id, row.FirstSeenAt));
            }
        }

        return lost;
    }
}
