using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Whether a new job can start with a copy of another job's state, and leaves that job alone.</summary>
internal static class ForkCheck
{
    /// <summary>None where it starts otherwise.</summary>
    public static IEnumerable<Finding> Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen) =>
        resource.Request.Operation != ResourceOperation.Create
        || wanted.RestoreFrom is not { } number
        || live?.Savepoints.Any(s => s.Number == number) == true
            ? []
            : seen?.Restore switch
            {
                null =>
                [
                    resource.Say(
                        RestoreCheck.Name,
                        CheckVerdict.Noted,
                        "Its savepoint is looked at when the plan is computed."
                    ),
                ],
                { Fork: null } =>
                [
                    Blocked(
                        resource,
                        $"This Flink has no savepoint {number}. Savepoints are listed on the page of their job, each with its number."
                    ),
                ],
                { Fork: var fork } found => new[]
                {
                    Source(resource, fork, found, seen.SeenAt),
                    State(resource, fork, found),
                    Topics(resource, fork),
                }.OfType<Finding>(),
            };

    private static Finding Source(
        CheckedResource resource,
        ForkEvidence fork,
        RestoreEvidence found,
        DateTimeOffset now
    ) =>
        found.IsThere == false
            ? Blocked(
                resource,
                $"Savepoint {found.Number} of {fork.Job} is deleted, or is being deleted. Choose another one."
            )
        : !fork.IsSettled
            ? Blocked(
                resource,
                $"{fork.Job} has completed no checkpoint since savepoint {found.Number}, so what its transactions had prepared then may not be committed yet, and this start would commit it. Plan again after its next checkpoint."
            )
        : resource.Say(
            RestoreCheck.Name,
            CheckVerdict.Noted,
            $"It starts with a copy of the state that {fork.Job} had at savepoint {found.Number}, taken {Age.SeenFrom(now, fork.TakenAt)}. {fork.Job} isn't touched.{Read(found)}"
        );

    private static string Read(RestoreEvidence found) =>
        found.Records is { } records
            ? $" It reads up to {Quantity.Of(records, "record", "records")} that came into its topics since."
            : "";

    private static Finding State(CheckedResource resource, ForkEvidence fork, RestoreEvidence found) =>
        (fork.Obstacle, fork.IsSameQuery) switch
        {
            ({ } obstacle, _) => resource.Say(JobChecks.Restore, CheckVerdict.Blocked, obstacle),
            (null, true) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Passed,
                $"The same query made savepoint {found.Number}, so it can read it."
            ),
            _ => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"Another query made savepoint {found.Number}: state that doesn't fit is refused at the start, and what looks alike is taken over without a question. {found.StateChange ?? "Compare both queries."}"
            ),
        };

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
