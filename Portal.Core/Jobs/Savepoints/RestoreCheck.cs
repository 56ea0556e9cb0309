using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>What a start from a savepoint of the catalogue loses or repeats, and whether the version that starts can read it.</summary>
internal static class RestoreCheck
{
    public const string Name = "restore";

    /// <summary>None where no savepoint is requested, or it can't be started from at all.</summary>
    public static IEnumerable<Finding> Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen)
    {
        if (
            wanted.RestoreFrom is not { } number
            || live is null
            || RestorePlan.Of(resource.Request.On, wanted, number, live) is not PlannedSteps.Needed { Steps: var steps }
            || steps.OfType<StartJob>().Single().Restored is not { } restored
        )
        {
            return [];
        }

        return
        [
            Place(resource, restored, seen?.Restore)
                ?? Loses(resource, wanted, live, restored, seen?.Restore)
                ?? Repeats(resource, restored, seen?.Restore),
            State(resource, wanted, live, restored, seen?.Restore),
        ];
    }

    private static Finding? Place(CheckedResource resource, RestoredSavepoint restored, RestoreEvidence? seen) =>
        seen is { IsThere: false }
            ? resource.Say(
                Name,
                CheckVerdict.Blocked,
                $"Savepoint {restored.Number} isn't found in its folder any more: somebody deleted it. Choose another one."
            )
            : null;

    private static Finding? Loses(
        CheckedResource resource,
        JobSpec wanted,
        LiveJob live,
        RestoredSavepoint restored,
        RestoreEvidence? seen
    )
    {
        var isOwn = live.Savepoints.Any(s => s.Number == restored.Number && s.JobId == live.JobId);
        var isCancelled = isOwn && live.IsAlive && wanted.UpgradeMode == JobUpgradeMode.LastState;
        if (seen?.Settlement != ForkSettlement.Never && !(isCancelled && seen?.Settlement == ForkSettlement.Pending))
        {
            return null;
        }

        // Nothing that its own run wrote after it was committed, unless a checkpoint comes before it is cancelled. What a later run wrote was, and is written twice.
        var begin =
            isOwn && !isCancelled
                ? $"It starts from savepoint {restored.Number}, {Taken(resource, restored)}."
                : GoesBack(resource, restored, seen);
        var end = isOwn
            ? "Leave the savepoint out to go on from the newest state instead: from a checkpoint that was kept all of it is written again."
            : "It isn't missing where a later run started from an older state and wrote it again.";
        var prepared = PreparedResults.InWords(resource.Now - restored.TakenAt, wanted);
        return resource.Say(Name, PreparedResults.Verdict(resource, wanted), $"{begin} {prepared} {end}{AndCut(seen)}");
    }

    private static Finding Repeats(CheckedResource resource, RestoredSavepoint restored, RestoreEvidence? seen)
    {
        if (!restored.GoesBack)
        {
            return resource.Say(
                Name,
                CheckVerdict.Passed,
                $"Savepoint {restored.Number} is the last that the job did, {Taken(resource, restored)}: it goes on from there, and nothing is written again."
            );
        }

        return resource.Say(
            Name,
            resource.IsProduction ? CheckVerdict.NeedsOverride : CheckVerdict.Noted,
            $"{GoesBack(resource, restored, seen)}{AndCut(seen)}"
        );
    }

    private static string GoesBack(CheckedResource resource, RestoredSavepoint restored, RestoreEvidence? seen) =>
        $"It goes back to savepoint {restored.Number}, {Taken(resource, restored)}. What the job wrote since then stays, and is written again: readers see it twice, those of committed records too. {Records(seen)}";

    private static string AndCut(RestoreEvidence? seen) =>
        seen is { WithoutEarlier: { IsDefaultOrEmpty: false } cut }
            ? $" Of {string.Join(", ", cut)} no record is left from before it: what the job had not read by then may be deleted, and is lost to it."
            : "";

    private static string Records(RestoreEvidence? seen) =>
        seen switch
        {
            null => "How many records it reads again is counted when the plan is computed.",
            { Records: { } records } =>
                $"It reads up to {Quantity.Of(records, "record", "records")} again that came into its topics since, and what it has read of its lag of then.",
            _ => "How many records it reads again isn't known.",
        };

    private static Finding State(
        CheckedResource resource,
        JobSpec wanted,
        LiveJob live,
        RestoredSavepoint restored,
        RestoreEvidence? seen
    )
    {
        var what = wanted.Definition.Program is null ? "query" : "program";
        var made = live.Savepoints.FirstOrDefault(s => s.Number == restored.Number)?.Definition;
        if (made is not null && StateOperators.Obstacle(made, wanted.Definition) is { } obstacle)
        {
            return resource.Say(JobChecks.Restore, CheckVerdict.Blocked, obstacle);
        }

        return restored.IsSameVersion switch
        {
            true when wanted.NewestSchemas => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"The same {what} made savepoint {restored.Number}, and its tables are now generated from the newest schema versions: state that doesn't fit them is refused at the start.{StateCheck.AndTtl(made, wanted.Definition)}"
            ),
            true when made is not null && StateCheck.Ttl(resource, made, wanted.Definition) is { } forgets => forgets,
            true => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Passed,
                $"The same {what} made savepoint {restored.Number}, so it can read it."
            ),
            false => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"Another {what} made savepoint {restored.Number}: state that doesn't fit is refused at the start, and what looks alike is taken over without a question. {seen?.StateChange ?? $"Compare both on the job's page."}{Sources(made, wanted.Definition)}{StateCheck.AndTtl(made, wanted.Definition)}"
            ),
            null => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"Which version made savepoint {restored.Number} isn't known any more, so whether this {what} can read it isn't either: state that doesn't fit is refused at the start."
            ),
        };
    }

    private static string Sources(JobDefinition? made, JobDefinition next) =>
        string.Concat(made is null ? [] : SourceChange.Between(made, next).Select(change => $" {change.InWords}"));

    private static string Taken(CheckedResource resource, RestoredSavepoint restored) =>
        $"taken {Age.InWords(resource.Now - restored.TakenAt)} before this plan";
}
