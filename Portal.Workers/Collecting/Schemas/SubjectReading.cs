using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines.Registry;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// One reading of one registry: its subjects, the numbers of their versions and their levels; a version's text only the first time, because
/// it never changes, unless the subject was deleted permanently and made again: so that this is seen, each one's newest is read again in its
/// turn. Writes nothing.
/// </summary>
internal sealed class SubjectReading(ISchemaRegistry registry, PortalDb db, ClusterId cluster, DateTimeOffset now)
{
    private const int AtOnce = 8;
    private const int Turns = 10; // a minute each

    /// <returns>The subjects that are there.</returns>
    public async Task<IReadOnlyList<SubjectAnswer>> Read(CancellationToken stop)
    {
        var seen = (
            await db.Set<SeenSchema>()
                .Where(s => s.ClusterId == cluster && s.GoneAt == null)
                .Select(s => new { s.Subject, At = new SchemaVersion(s.Version, s.SchemaId) })
                .ToListAsync(stop)
        ).ToLookup(s => s.Subject, s => s.At, StringComparer.Ordinal);
        var answers = new ConcurrentBag<SubjectAnswer>();
        await Parallel.ForEachAsync(
            await registry.Subjects(stop),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (subject, now) => answers.Add(await Ask(subject, [.. seen[subject]], now))
        );
        return [.. answers.Where(answer => answer.Versions.Count > 0)];
    }

    private async Task<SubjectAnswer> Ask(string subject, IReadOnlyList<SchemaVersion> seen, CancellationToken stop)
    {
        var versions = await registry.Versions(subject, stop);
        var before = seen.Select(version => version.Version).ToHashSet();
        var known = await IsAnother(subject, versions, seen, stop) ? [] : before;
        var fresh = new List<RegisteredSchema>();
        foreach (var version in versions.Where(version => !known.Contains(version)))
        {
            if (await registry.Version(subject, version, evenDeleted: false, stop) is { } found)
            {
                fresh.Add(found);
            }
        }

        return new(
            subject,
            versions,
            [.. before.Except(versions)],
            fresh,
            versions.Count == 0 ? null : await registry.Level(subject, stop)
        );
    }

    private async Task<bool> IsAnother(
        string subject,
        IReadOnlyList<int> versions,
        IReadOnlyList<SchemaVersion> seen,
        CancellationToken stop
    )
    {
        var turn = subject.Sum(letter => letter) + (now.UtcTicks / TimeSpan.TicksPerMinute);
        var newest = seen.OrderByDescending(version => version.Version).FirstOrDefault();
        return turn % Turns == 0
            && versions.Contains(newest.Version)
            && await registry.Version(subject, newest.Version, evenDeleted: false, stop) is { } found
            && found.At.Id != newest.Id;
    }
}
