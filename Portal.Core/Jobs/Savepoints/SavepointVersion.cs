using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>How the version that made a savepoint stands to the one of now.</summary>
public enum VersionMatch
{
    /// <summary>What made it, or what there is now, isn't known.</summary>
    Unknown,

    /// <summary>Nothing differs.</summary>
    Same,

    /// <summary>It runs the same, with other settings: it reads the state.</summary>
    SameState,

    /// <summary>It runs something else: which state fits, the plan of a restore says.</summary>
    Different,
}

/// <summary>The version of a job that a savepoint was made by.</summary>
/// <param name="By">The change that started it; null where that isn't known.</param>
/// <param name="Definition">What it ran; null where that isn't known any more.</param>
public sealed partial record SavepointVersion(AppliedChange? By, JobDefinition? Definition)
{
    /// <summary>The chains of operators that its run had, as last seen; none where that isn't known.</summary>
    public ImmutableArray<JobOperator> Operators { get; init; } = [];

    /// <param name="now">What the job runs, or is wanted to; null where that isn't known.</param>
    public VersionMatch Against(JobDefinition? now) =>
        (Definition, now) switch
        {
            (null, _) or (_, null) => VersionMatch.Unknown,
            _ when Definition == now => VersionMatch.Same,
            _ when Definition.RunsTheSame(now) => VersionMatch.SameState,
            _ => VersionMatch.Different,
        };

    /// <summary>The fields in which the version of now differs from it; none where either isn't known.</summary>
    public ImmutableArray<string> Differing(JobDefinition? now) =>
        Definition is null || now is null ? [] : [.. JobMerge.Between(Definition, now).Select(move => move.Field)];

    /// <summary>
    /// The operators that begin its chains and aren't in the version of now, by name: Flink finds no place for their state. Of those that follow in a
    /// chain it shows no id.
    /// </summary>
    /// <param name="now">The chains of the version of now, as last seen.</param>
    /// <returns>Null where either isn't known.</returns>
    public IReadOnlyList<string>? Without(ImmutableArray<JobOperator> now)
    {
        var there = now.Select(o => (o.Id, First(o))).ToHashSet();
        return Operators.IsEmpty || now.IsEmpty
            ? null
            : [.. Operators.Where(o => !there.Contains((o.Id, First(o)))).Select(First)];
    }

    // Flink numbers those of SQL anew for each version: "GroupAggregate[3] -> Calc[4]".
    private static string First(JobOperator chain) => Number().Replace(chain.Name.Split(" -> ")[0], "");

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Number();

    /// <summary>By run, what it carried; null where Flink didn't show it, and none of a run that was never seen.</summary>
    internal static async Task<IReadOnlyDictionary<string, JobDefinition?>> Carried(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> runs,
        CancellationToken stop
    ) =>
        await db.Set<SeenJob>()
            .Where(j => j.ClusterId == cluster && runs.Contains(j.JobId))
            .Select(j => new { j.JobId, j.Definition })
            .ToDictionaryAsync(j => j.JobId, j => j.Definition, StringComparer.Ordinal, stop);

    /// <summary>By run, what it carried and which change started it.</summary>
    internal static async Task<IReadOnlyDictionary<string, SavepointVersion>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> runs,
        CancellationToken stop
    )
    {
        var seen = await db.Set<SeenJob>()
            .AsNoTracking()
            .Where(j => j.ClusterId == cluster && runs.Contains(j.JobId))
            .Select(j => new
            {
                j.JobId,
                j.Definition,
                j.Facts,
            })
            .ToDictionaryAsync(j => j.JobId, StringComparer.Ordinal, stop);
        var started = await (
            from entry in db.Set<JournalEntry>()
            join run in db.Set<ApplyRun>() on entry.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where entry.EngineId != null && runs.Contains(entry.EngineId)
            where entry.Direction == StepDirection.Do && entry.Phase == StepPhase.Done
            orderby entry.Id
            select new
            {
                entry.EngineId,
                change.Id,
                change.Title,
                At = run.StartedAt ?? run.CreatedAt,
            }
        ).ToListAsync(stop);
        // Later steps of a start, and its end, carry its id too: the first one started it.
        var changes = started
            .GroupBy(s => s.EngineId!, StringComparer.Ordinal)
            .ToDictionary(s => s.Key, s => s.First(), StringComparer.Ordinal);
        return runs.Distinct(StringComparer.Ordinal)
            .ToDictionary(
                run => run,
                run => new SavepointVersion(
                    changes.GetValueOrDefault(run) is { } by ? new(by.Id, by.Title, by.At) : null,
                    seen.GetValueOrDefault(run)?.Definition
                )
                {
                    Operators = seen.GetValueOrDefault(run)?.Facts.Operators ?? [],
                },
                StringComparer.Ordinal
            );
    }
}
