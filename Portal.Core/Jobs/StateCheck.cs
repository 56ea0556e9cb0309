using System.Collections.Immutable;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What a new version does with the state of the one before, as a check.</summary>
internal static class StateCheck
{
    public static Finding? Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen) =>
        (live, wanted.UpgradeMode) switch
        {
            (null, _) => null,
            ({ Definition: { } now }, _) when now == wanted.Definition && live.IsAlive && !wanted.NewestSchemas => null,
            (_, JobUpgradeMode.Stateless) when resource.Request.Operation == ResourceOperation.Update => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                wanted.Definition.DeadLetters is null
                    ? "It starts without its state: sums and windows begin anew, and what it had read is read again or skipped."
                    : "It starts without its state: sums and windows begin anew, its topics are read from the earliest record, and its results and dead letters are written again."
            ),
            ({ Definition: { } now }, _) when StateOperators.Obstacle(now, wanted.Definition) is { } obstacle =>
                resource.Say(JobChecks.Restore, CheckVerdict.Blocked, obstacle),
            ({ Definition: { } now }, _)
                when ProgramStateCheck.Of(resource, now, wanted.Definition, seen) is { } program => program,
            ({ Definition: { } now }, _) when !now.RunsTheSame(wanted.Definition) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"{Changed(now, wanted.Definition)} {seen?.Running?.StateChange ?? "Compare both queries."}{AndTtl(now, wanted.Definition)}"
            ),
            ({ Definition: { } now }, _) => Same(resource, now, wanted.Definition, seen),
            ({ IsAlive: false, RestoreFrom: not null }, _)
                when live.Recorded != live.JobId && resource.Request.Operation == ResourceOperation.Update =>
                resource.Say(
                    JobChecks.Restore,
                    CheckVerdict.NeedsOverride,
                    $"Job {live.JobId}, which the portal didn't start, left the state that it would go on from: what of it doesn't fit is refused at the start, and what looks alike is taken over without a question. To go on from a savepoint of its own, request it with restoreFrom."
                ),
            _ => null,
        };

    private static string Changed(JobDefinition now, JobDefinition next)
    {
        var sources = SourceChange.Between(now, next).Select(change => change.InWords);
        return string.Join(
            " ",
            now.Statements == next.Statements
                ? sources
                : sources.Prepend(
                    "The query changed. Flink gives each operator the state of the one that was in its place: what doesn't fit is refused at the start, and what looks alike is taken over without a question."
                )
        );
    }

    /// <summary>What becomes of state that is read with another time to live than it was written with; null where that is the same.</summary>
    public static Finding? Ttl(CheckedResource resource, JobDefinition made, JobDefinition next) =>
        TtlWords(made, next) is not { } words ? null
        : made.StateTtlSeconds is null || next.StateTtlSeconds is null
            ? resource.Say(JobChecks.Restore, CheckVerdict.NeedsOverride, words)
        : resource.Say(JobChecks.Restore, CheckVerdict.Noted, $"The same query goes on from its state. {words}");

    /// <summary>With a space before them, to follow what else is said of the state; empty where the time to live is the same.</summary>
    public static string AndTtl(JobDefinition? made, JobDefinition next) =>
        made is not null && TtlWords(made, next) is { } words ? $" {words}" : "";

    // Tried on Flink 2.2: a savepoint of state without a time to live is read with one, and the other way round. Earlier ones refuse it.
    private static string? TtlWords(JobDefinition made, JobDefinition next) =>
        (made.StateTtlSeconds, next.StateTtlSeconds) switch
        {
            var (before, after) when before == after => null,
            ({ } before, { } after) =>
                $"What nothing has written to is forgotten after {Age.InWords(TimeSpan.FromSeconds(after))}, and not after {Age.InWords(TimeSpan.FromSeconds(before))}: a sum or a join of it begins anew then.",
            var (_, wanted) =>
                $"State {(wanted is null ? "that was written with a time to live is read without one" : "that was written without a time to live is read with one")}. Flink 2.2 takes it over; a Flink before 2.0 refuses the savepoint, and the former version then goes on from it.{(wanted is { } ttl ? $" What nothing writes to for {Age.InWords(TimeSpan.FromSeconds(ttl))} is forgotten: a sum or a join of it begins anew then." : "")}",
        };

    // The query, or the program, is the one that runs. What may not fit comes before what is forgotten.
    private static Finding Same(CheckedResource resource, JobDefinition now, JobDefinition next, JobEvidence? seen)
    {
        var ttl = Ttl(resource, now, next);
        if (seen is { Schemas: [_, ..] moves } && Moved(resource, moves, seen.Running) is var moved)
        {
            return moved.Verdict == CheckVerdict.Passed && ttl is not null
                ? ttl
                : moved with
                {
                    Words = $"{moved.Words}{AndTtl(now, next)}",
                };
        }

        return ttl
            ?? (next.Program, now.Schemas) switch
            {
                (null, null) => resource.Say(
                    JobChecks.Restore,
                    CheckVerdict.Noted,
                    "The same query goes on from its state. Which schema versions it was started with isn't known, so whether its columns are the same isn't either: state that doesn't fit them is refused at the start."
                ),
                var (program, _) => resource.Say(
                    JobChecks.Restore,
                    CheckVerdict.Passed,
                    $"The same {(program is null ? "query" : "program")} goes on from its state."
                ),
            };
    }

    // Which columns an operator keeps is in its description; of which type they are isn't.
    private static Finding Moved(CheckedResource resource, ImmutableArray<SchemaMove> moves, RunningJob? running)
    {
        var change = running?.StateChange is { } words ? $" {words}" : "";
        // Where the operators weren't compared, a column that is added may be part of what one of them keeps.
        var fits = running?.IsStateSame ?? moves.All(move => move.Fits);
        return moves.Any(move => move.MayNotFit) || !fits
            ? resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"The query is the same and columns of its tables change: state that holds them is refused at the start where it doesn't fit, and the former version then goes on from the savepoint, with its own tables.{change}"
            )
            : resource.Say(
                JobChecks.Restore,
                CheckVerdict.Passed,
                $"The same query goes on from its state, and no column that it has changes.{change}"
            );
    }
}
