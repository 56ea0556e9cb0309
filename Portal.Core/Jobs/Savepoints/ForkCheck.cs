using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Whether a new job can start with a copy of another job's state, and leaves that job and its data alone.</summary>
internal static class ForkCheck
{
    /// <summary>None where it starts otherwise.</summary>
    public static IEnumerable<Finding> Of(CheckedResource resource, JobSpec wanted, JobEvidence? seen) =>
        (resource.Request.Operation, wanted.RestoreFrom, seen?.Restore) switch
        {
            (not ResourceOperation.Create, _, _) or (_, null, _) => [],
            (_, _, null) =>
            [
                resource.Say(
                    RestoreCheck.Name,
                    CheckVerdict.Noted,
                    "Its savepoint is looked at when the plan is computed."
                ),
            ],
            (_, { } number, { Fork: null }) =>
            [
                Blocked(
                    resource,
                    $"This Flink has no savepoint {number}. Savepoints are listed on the page of their job, each with its number."
                ),
            ],
            (_, _, { Fork: { } fork } found) => new[]
            {
                Source(resource, wanted, fork, found, seen!.SeenAt),
                State(resource, fork, found, seen),
                Topics(resource, fork),
            }.OfType<Finding>(),
        };

    // Its state holds what the job read: whoever owns that decides who else gets it.
    private static Finding Source(
        CheckedResource resource,
        JobSpec wanted,
        ForkEvidence fork,
        RestoreEvidence found,
        DateTimeOffset now
    ) =>
        fork switch
        {
            { Gone: { } gone } => Blocked(
                resource,
                $"Savepoint {found.Number} of {fork.Job} can't be started from: it {gone}. Choose another one."
            ),
            _ when fork.Owner != wanted.Owner => Blocked(
                resource,
                fork.Owner is { } owner
                    ? $"Savepoint {found.Number} has the state of {fork.Job}, which {owner} owns: only a job of {owner} starts with a copy of it."
                    : $"Savepoint {found.Number} has the state of {fork.Job}, and which team owns that isn't known, so no job starts with a copy of it."
            ),
            { Settlement: ForkSettlement.Pending } => Blocked(
                resource,
                $"{fork.Job} has completed no checkpoint since savepoint {found.Number}, so what its transactions had prepared then may not be committed yet, and this start would commit it. Plan again after its next checkpoint."
            ),
            { Settlement: ForkSettlement.Never } => Blocked(
                resource,
                $"The run that savepoint {found.Number} was taken of completed no checkpoint after it that is known, so what its transactions had prepared then may never have been committed, and this start would commit it. Choose a savepoint that {fork.Job} was stopped with."
            ),
            _ => resource.Say(
                RestoreCheck.Name,
                found.Cut.IsDefaultOrEmpty ? CheckVerdict.Noted : CheckVerdict.NeedsOverride,
                $"{Copied(fork, found, now)}{AndCut(found)}"
            ),
        };

    private static string AndCut(RestoreEvidence found) =>
        found.WithoutEarlier is { IsDefaultOrEmpty: false } cut
            ? $" Of {string.Join(", ", cut)} no record is left from before it: what had not been read by then may be deleted, and is missing in its results."
            : "";

    private static string Copied(ForkEvidence fork, RestoreEvidence found, DateTimeOffset now) =>
        $"It starts with a copy of the state that {fork.Job} had at savepoint {found.Number}, taken {Age.SeenFrom(now, fork.TakenAt)}. {fork.Job} isn't touched."
        + (
            found.Records is { } records
                ? $" It reads up to {Quantity.Of(records, "record", "records")} that came into its topics since, and all of the lag that {fork.Job} had then."
                : ""
        );

    private static Finding State(CheckedResource resource, ForkEvidence fork, RestoreEvidence found, JobEvidence seen)
    {
        var change = found.StateChange is { } words ? $" {words}" : "";
        return (fork, seen.Schemas) switch
        {
            ({ Obstacle: { } obstacle }, _) => resource.Say(JobChecks.Restore, CheckVerdict.Blocked, obstacle),
            ({ IsStateSame: null }, _) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"What made savepoint {found.Number} isn't known any more, so whether this query can read it isn't either: state that doesn't fit is refused at the start."
            ),
            ({ IsStateSame: false }, _) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"Another query made savepoint {found.Number}: state that doesn't fit is refused at the start, and what looks alike is taken over without a question.{change}{fork.Ttl}"
            ),
            (_, [_, ..] moves) when moves.Any(move => !move.Fits) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"The tables have changed since savepoint {found.Number}: {string.Join(", ", moves.Select(move => move.InWords))}. State that holds their columns is refused at the start where it doesn't fit.{change}{fork.Ttl}"
            ),
            ({ Ttl: { } ttl }, _) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"Its query keeps the same state as what made savepoint {found.Number}.{ttl}"
            ),
            _ => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Passed,
                $"Its query keeps the same state as what made savepoint {found.Number}.{change}"
            ),
        };
    }

    private static Finding? Topics(CheckedResource resource, ForkEvidence fork) =>
        fork.Shared.IsEmpty
            ? null
            : resource.Say(
                "shared-topics",
                CheckVerdict.NeedsOverride,
                $"It writes {string.Join(", ", fork.Shared)}, as {fork.Job} does: readers get the results of both. Write a topic of its own instead."
            );

    private static Finding Blocked(CheckedResource resource, string words) =>
        resource.Say(RestoreCheck.Name, CheckVerdict.Blocked, words);
}
