using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// One reading of one registry: its subjects, the numbers of their versions and their levels; a version's text only the first time, because
/// it never changes, unless the subject was deleted permanently and made again: so that this is seen, each one's newest is read again in its
/// turn. Saving is the caller's.
/// </summary>
internal sealed class SubjectReading(ISchemaRegistry registry, PortalDb db, ClusterId cluster, DateTimeOffset now)
{
    private const int AtOnce = 8;
    private const int Turns = 10; // a minute each

    public async Task Read(CancellationToken stop)
    {
        var known = await db.Set<SeenSubject>().Where(s => s.ClusterId == cluster).ToDictionaryAsync(s => s.Name, stop);
        var versions = (
            await db.Set<SeenSchema>()
                .Where(s => s.ClusterId == cluster && s.GoneAt == null)
                .Select(s => new { s.Subject, At = new SchemaVersion(s.Version, s.SchemaId) })
                .ToListAsync(stop)
        ).ToLookup(s => s.Subject, s => s.At, StringComparer.Ordinal);
        var answer = new ConcurrentBag<SubjectAnswer>();
        await Parallel.ForEachAsync(
            await registry.Subjects(stop),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (subject, now) => answer.Add(await Ask(subject, versions[subject], now))
        );
        foreach (var subject in answer.Where(t => t.Versions.Count > 0))
        {
            await Write(subject, known.GetValueOrDefault(subject.Name), Numbers(versions[subject.Name]), stop);
        }

        var there = answer.Where(t => t.Versions.Count > 0).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Values.Where(s => s.GoneAt is null && !there.Contains(s.Name)))
        {
            gone.GoneAt = now;
            await End(gone.Name, Numbers(versions[gone.Name]), stop);
        }
    }

    private static IEnumerable<int> Numbers(IEnumerable<SchemaVersion> versions) =>
        versions.Select(version => version.Version);

    private async Task<SubjectAnswer> Ask(string subject, IEnumerable<SchemaVersion> seen, CancellationToken stop)
    {
        var versions = await registry.Versions(subject, stop);
        var known = await IsAnother(subject, versions, seen, stop) ? [] : Numbers(seen).ToHashSet();
        var fresh = new List<RegisteredSchema>();
        foreach (var version in versions.Where(version => !known.Contains(version)))
        {
            if (await registry.Version(subject, version, evenDeleted: false, stop) is { } found)
            {
                fresh.Add(found);
            }
        }

        return new(subject, versions, fresh, versions.Count == 0 ? null : await registry.Level(subject, stop));
    }

    private async Task<bool> IsAnother(
        string subject,
        IReadOnlyList<int> versions,
        IEnumerable<SchemaVersion> seen,
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

    private async Task Write(SubjectAnswer answer, SeenSubject? known, IEnumerable<int> before, CancellationToken stop)
    {
        if (known is null)
        {
            known = new SeenSubject
            {
                ClusterId = cluster,
                Name = answer.Name,
                Newest = 0,
                FirstSeenAt = now,
                SeenAt = now,
            };
            db.Add(known);
        }

        (known.Newest, known.Level, known.SeenAt, known.GoneAt) = (answer.Versions.Max(), answer.Level, now, null);
        await End(answer.Name, before.Except(answer.Versions), stop);
        await Forget(answer, stop);
        db.AddRange(
            answer.Fresh.Select(version => new SeenSchema
            {
                ClusterId = cluster,
                Subject = answer.Name,
                Version = version.At.Version,
                SchemaId = version.At.Id,
                Type = version.Schema.Type,
                Text = version.Schema.Text,
                Refs = version.Schema.References,
                FirstSeenAt = now,
            })
        );
    }

    // After a deletion for good a registry counts from 1 again.
    private async Task Forget(SubjectAnswer answer, CancellationToken stop)
    {
        if (answer.Fresh.Select(version => version.At.Version).ToArray() is [_, ..] fresh)
        {
            await db.Set<SeenSchema>()
                .Where(s => s.ClusterId == cluster && s.Subject == answer.Name && fresh.Contains(s.Version))
                .ExecuteDeleteAsync(stop);
        }
    }

    private async Task End(string subject, IEnumerable<int> versions, CancellationToken stop)
    {
        if (versions.ToArray() is [_, ..] gone)
        {
            await db.Set<SeenSchema>()
                .Where(s => s.ClusterId == cluster && s.Subject == subject && gone.Contains(s.Version))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.GoneAt, now), stop);
        }
    }

    private sealed record SubjectAnswer(
        string Name,
        IReadOnlyList<int> Versions,
        IReadOnlyList<RegisteredSchema> Fresh,
        CompatibilityLevel? Level
    );
}
