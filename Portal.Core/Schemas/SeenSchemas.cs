using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>Subjects out of what was last seen of their registry.</summary>
public static class SeenSchemas
{
    // More are left to the registry: a preview is for who types.
    private const int MostFormer = 100;

    /// <summary>The versions of each subject that are there beside its newest, oldest first, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, ImmutableArray<LiveSchema>>> Former(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<LiveSchema> subjects,
        CancellationToken stop
    )
    {
        var former = new Dictionary<string, ImmutableArray<LiveSchema>>(StringComparer.Ordinal);
        foreach (var (subject, newest) in subjects.Select(s => (s.Subject, s.Newest.Version)))
        {
            var rows = await db.Set<SeenSchema>()
                .AsNoTracking()
                .Where(s => s.ClusterId == cluster && s.Subject == subject && s.Version < newest && s.GoneAt == null)
                .OrderByDescending(s => s.Version)
                .Take(MostFormer)
                .ToListAsync(stop);
            former[subject] =
            [
                .. rows.OrderBy(s => s.Version)
                    .Select(s => new LiveSchema(subject, new(s.Version, s.SchemaId), s.Type, s.Text, s.Refs, null)),
            ];
        }

        return former;
    }

    /// <summary>The numbers of the versions of each subject. What was deleted may have been deleted permanently.</summary>
    public static async Task<IReadOnlyDictionary<string, SubjectVersions>> Versions(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> subjects,
        CancellationToken stop
    )
    {
        if (subjects.Count == 0)
        {
            return ImmutableDictionary<string, SubjectVersions>.Empty;
        }

        var rows = await db.Set<SeenSchema>()
            .Where(s => s.ClusterId == cluster && subjects.Contains(s.Subject))
            .OrderBy(s => s.Version)
            .Select(s => new
            {
                s.Subject,
                s.Version,
                IsThere = s.GoneAt == null,
            })
            .ToListAsync(stop);
        return rows.GroupBy(row => row.Subject)
            .ToDictionary(
                subject => subject.Key,
                subject => new SubjectVersions(
                    [.. subject.Where(row => row.IsThere).Select(row => row.Version)],
                    [.. subject.Where(row => !row.IsThere).Select(row => row.Version)]
                ),
                StringComparer.Ordinal
            );
    }

    /// <summary>The subjects that any version of each of these refers to, by its name.</summary>
    public static async Task<ILookup<string, string>> ReferredTo(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> subjects,
        CancellationToken stop
    )
    {
        var rows = await db.Set<SeenSchema>()
            .Where(s => s.ClusterId == cluster && s.GoneAt == null && subjects.Contains(s.Subject))
            .Select(s => new { s.Subject, s.Refs })
            .ToListAsync(stop);
        return rows.SelectMany(row => row.Refs.Resolved(row.Subject).Select(to => (row.Subject, To: to.Subject)))
            .Distinct()
            .ToLookup(pair => pair.Subject, pair => pair.To, StringComparer.Ordinal);
    }

    /// <summary>One version of a subject, though it was deleted since; null where it isn't known any more.</summary>
    public static async Task<LiveSchema?> Version(
        PortalDb db,
        ClusterId cluster,
        string subject,
        int version,
        CancellationToken stop
    ) =>
        await db.Set<SeenSchema>()
            .AsNoTracking()
            .SingleOrDefaultAsync(s => s.ClusterId == cluster && s.Subject == subject && s.Version == version, stop)
            is { } seen
            ? new(subject, new(seen.Version, seen.SchemaId), seen.Type, seen.Text, seen.Refs, null)
            : null;

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
