using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// One reading of one registry: its subjects, the numbers of their versions and their levels, of many in turns (<see cref="KnownLevels"/>); a
/// version's text only the first time, because it never changes, unless the subject was deleted permanently and made again: so that this is
/// seen, each one's newest is read again in its turn. A subject that isn't answered for stays as it was; where none is, that is the reading's
/// failure, as is a sign-in that is refused. It ends in time, and the next one begins where it ended. Writes nothing.
/// </summary>
internal sealed class SubjectReading(
    SharedAnswers registry,
    PortalDb db,
    ClusterId cluster,
    string address,
    DateTimeOffset now,
    TimeProvider clock
)
{
    /// <summary>Of one registry's subjects; a look at all registries waits for the slowest.</summary>
    internal static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(45);
    internal const int AtOnce = 8;
    private const int Turns = 10; // a minute each

    public async Task<ReadSubjects> Read(CancellationToken stop)
    {
        var seen = (
            await db.Set<SeenSchema>()
                .Where(s => s.ClusterId == cluster && s.GoneAt == null)
                .Select(s => new { s.Subject, At = new SchemaVersion(s.Version, s.SchemaId) })
                .ToListAsync(stop)
        ).ToLookup(s => s.Subject, s => s.At, StringComparer.Ordinal);
        var (next, before) = await Former(stop);
        var listed = await Listed(next, stop);
        var known = await KnownLevels.Of(db, cluster, listed.Count, before, now, stop);
        var answers = new ConcurrentBag<SubjectAnswer>();
        var unread = new ConcurrentDictionary<string, UnreadSubject>(StringComparer.Ordinal);
        using var late = new CancellationTokenSource(ReadWithin, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        await Parallel.ForEachAsync(
            listed,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (subject, _) =>
            {
                var fresh = new List<RegisteredSchema>();
                try
                {
                    within.Token.ThrowIfCancellationRequested();
                    answers.Add(await Ask(subject, [.. seen[subject]], fresh, known, within.Token));
                }
                catch (EngineException failure) when (failure.IsForbidden || !failure.IsSignInRefused)
                {
                    unread[subject] = new(subject, fresh, failure);
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    unread[subject] = new(subject, fresh, Failure: null);
                }
            }
        );
        var failed = unread.Values.Select(one => one.Failure).FirstOrDefault(failure => failure is not null);
        if (answers.IsEmpty && failed is not null)
        {
            throw failed;
        }

        return new(
            [.. answers.Where(answer => answer.Versions.Count > 0)],
            [.. unread.Values],
            listed.Find(subject => unread.GetValueOrDefault(subject) is { Failure: null })
        );
    }

    // Where the reading before ended for want of time, and when it was; null: never at this address.
    private async Task<(string? Next, DateTimeOffset? ReadAt)> Former(CancellationToken stop)
    {
        var former = await db.Set<RegistryReading>()
            .Where(r => r.ClusterId == cluster)
            .Select(r => new { r.NextSubject, ReadAt = r.Address == address ? r.ReadAt : null })
            .SingleOrDefaultAsync(stop);
        return (former?.NextSubject, former?.ReadAt);
    }

    // By name, from there on.
    private async Task<List<string>> Listed(string? next, CancellationToken stop) =>
        [
            .. (await registry.Subjects(stop))
                .OrderBy(subject => string.CompareOrdinal(subject, next) < 0)
                .ThenBy(subject => subject, StringComparer.Ordinal),
        ];

    /// <param name="fresh">Gets what is read on the way, but for a subject that was made again: of its former life nothing may stay.</param>
    private async Task<SubjectAnswer> Ask(
        string subject,
        IReadOnlyList<SchemaVersion> seen,
        List<RegisteredSchema> fresh,
        IReadOnlySet<string> known,
        CancellationToken stop
    )
    {
        var versions = await registry.Versions(subject, stop);
        var before = seen.Select(version => version.Version).ToHashSet();
        var isAnother = await IsAnother(subject, versions, seen, stop);
        fresh = isAnother ? [] : fresh;
        foreach (var version in versions.Where(version => isAnother || !before.Contains(version)))
        {
            if (await registry.Version(subject, version, stop) is { } found)
            {
                fresh.Add(found);
            }
        }

        var gone = before.Except(versions).ToList();
        var isAsBefore = fresh.Count == 0 && gone.Count == 0 && known.Contains(subject);
        var level = versions.Count == 0 || isAsBefore ? null : new ReadLevel(await registry.Level(subject, stop));
        return new(subject, versions, gone, fresh, level);
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
            && await registry.Version(subject, newest.Version, stop) is { } found
            && found.At.Id != newest.Id;
    }
}
