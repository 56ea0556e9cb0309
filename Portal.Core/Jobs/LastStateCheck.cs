using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>
/// What a stop without a savepoint repeats, and whether readers see it. A sink with transactions commits with each checkpoint: what it wrote since the
/// newest one is aborted when the job goes on from there, and written anew.
/// </summary>
internal static class LastStateCheck
{
    public const string Name = "last-state";

    /// <summary>Null where nothing is stopped so.</summary>
    public static Finding? Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen)
    {
        var goesOn =
            wanted is { State: JobDesired.Running, NewestSchemas: false } && live?.Definition == wanted.Definition;
        if (
            wanted is not { UpgradeMode: JobUpgradeMode.LastState, RestoreFrom: null, TakeSavepoint: false }
            || live is not { IsAlive: true }
            || goesOn
        )
        {
            return null;
        }

        return seen switch
        {
            null => resource.Say(
                Name,
                CheckVerdict.Noted,
                "It is stopped without a savepoint and goes on from its newest checkpoint. What it reads again is counted when the plan is computed."
            ),
            { Running.DeletesCheckpoints: true } => resource.Say(
                Name,
                CheckVerdict.Blocked,
                "Its program has Flink delete its checkpoints when it is cancelled, so there would be none that it could go on from. Request it with the upgrade mode savepoint, or have the program retain them."
            ),
            { CheckpointAge: { } age } => Repeats(resource, live.Definition, seen, age),
            _ => resource.Say(
                Name,
                CheckVerdict.Blocked,
                "It has completed no checkpoint that it could go on from. Request it with the upgrade mode savepoint, or stateless to start it without its state."
            ),
        };
    }

    private static Finding Repeats(CheckedResource resource, JobDefinition? runs, JobEvidence seen, TimeSpan age)
    {
        var repeated =
            $"It is stopped without a savepoint and goes on from its newest checkpoint, {Age.InWords(age)} old when this was read: {Records(seen.Running!)} read again.";
        var lost = Lost(seen.Running!, runs);
        var careful = resource.IsProduction || lost.Length > 0 ? CheckVerdict.NeedsOverride : CheckVerdict.Noted;
        return runs switch
        {
            { Guarantee: JobGuarantee.ExactlyOnce, Program: null } when age > TransactionLimit.OfSinks => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                $"{repeated} That is longer than a transaction stays open ({Age.InWords(TransactionLimit.OfSinks)}): what that checkpoint had prepared is missing, if it wasn't committed by then.{lost}"
            ),
            { Guarantee: JobGuarantee.ExactlyOnce, Program: null } when lost.Length > 0 => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                $"{repeated} What it wrote since then isn't committed and is written anew.{lost}"
            ),
            { Guarantee: JobGuarantee.ExactlyOnce, Program: null } => resource.Say(
                Name,
                CheckVerdict.Passed,
                $"{repeated} It is still exactly-once: what it wrote since then isn't committed and is written anew, so who reads committed records sees each result once."
            ),
            { Program: not null } => resource.Say(
                Name,
                careful,
                $"{repeated} Whether its program commits what it wrote since then, and readers see it twice, isn't known.{lost}"
            ),
            _ => resource.Say(
                Name,
                careful,
                $"{repeated} Their results are written again: readers see them twice.{lost}"
            ),
        };
    }

    // What came since is no bound by itself: a job that catches up has read much of what it was behind by.
    private static string Records(RunningJob running) =>
        running switch
        {
            { Uncommitted: { } most } => $"up to {Quantity.Of(most, "record is", "records are")}",
            { RecordsSince: { } since } =>
                $"up to {Quantity.Of(since, "record", "records")} that came since, and what it has read of its lag of then, are",
            _ => "what came since, and what it has read of its lag of then, are",
        };

    // Without transactions, what came of those that it has read stays.
    private static string Lost(RunningJob running, JobDefinition? runs) =>
        running.Cut is { IsDefaultOrEmpty: false } cut
            ? $" Of {string.Join(", ", cut)} records that come after that checkpoint are deleted, or may be: they can't be read again, and {(runs is { WritesInTransactions: true } ? "are" : "may be")} lost to it."
            : "";
}
