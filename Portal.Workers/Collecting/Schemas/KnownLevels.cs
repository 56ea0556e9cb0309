using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Which subjects' levels a reading leaves as they were read before. No registry tells several at once: of one with many subjects, each level is read once
/// every few minutes, in its turn, in the first reading after the subject's spec was applied or adopted, and where a run on it goes or has just ended, however
/// it ended and whichever cluster of the registry it is on.
/// </summary>
internal static class KnownLevels
{
    /// <summary>Of a registry with no more subjects than this, each reading reads all levels.</summary>
    internal const int Few = 500;

    internal static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <param name="before">When the registry was read before this; null: it wasn't, or at another address.</param>
    /// <param name="now">When this reading began.</param>
    public static async Task<IReadOnlySet<string>> Of(
        PortalDb db,
        ClusterId cluster,
        int subjects,
        DateTimeOffset? before,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (before is not { } last || subjects <= Few)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var read = await db.Set<SeenSubject>()
            .Where(s => s.ClusterId == cluster && s.GoneAt == null && !s.IsUnread)
            .Where(s =>
                !db.Set<Resource>()
                    .Any(r =>
                        r.ClusterId == s.ClusterId
                        && r.Kind == SchemaKind.Word
                        && r.Name == s.Name
                        && r.GoneAt == null
                        && (s.SettledAt == null || s.SettledAt <= r.UpdatedAt)
                    )
            )
            .Select(s => s.Name)
            .ToListAsync(stop);
        var touched = await Touched(db, cluster, last, stop);
        return read.Where(subject => !touched.Contains(subject) && Turn(subject, last) == Turn(subject, now))
            .ToHashSet(StringComparer.Ordinal);
    }

    // What a run set it may take back, and records nothing then. Its end is by the clock of another machine, so some time is allowed for.
    private static async Task<HashSet<string>> Touched(
        PortalDb db,
        ClusterId cluster,
        DateTimeOffset last,
        CancellationToken stop
    )
    {
        var shared = await SharedRegistries.Of(db, [cluster], stop);
        ClusterId[] clusters = [cluster, .. shared[cluster].Select(other => other.Id)];
        var since = last - Kept;
        var subjects = await (
            from run in db.Set<ApplyRun>()
            join resource in db.Set<ChangeResource>() on run.ChangeId equals resource.ChangeId
            where run.StartedAt != null && (run.EndedAt == null || run.EndedAt > since)
            where resource.Kind == SchemaKind.Word && clusters.Contains(resource.ClusterId)
            select resource.Name
        ).ToListAsync(stop);
        return subjects.ToHashSet(StringComparer.Ordinal);
    }

    // Each subject's begins at a time of its own, so that the readings share them evenly.
    private static long Turn(string subject, DateTimeOffset at)
    {
        var hash = subject.Aggregate(0u, (sum, letter) => (sum * 31) + letter);
        return (at.UtcTicks + (hash % (long)Kept.TotalSeconds * TimeSpan.TicksPerSecond)) / Kept.Ticks;
    }
}
