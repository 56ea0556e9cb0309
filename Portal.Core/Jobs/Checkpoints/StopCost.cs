using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Checkpoints;

/// <summary>Who would see a record a second time if a job stopped now, without a savepoint.</summary>
public enum StopRepeats
{
    /// <summary>Nobody knows.</summary>
    Unknown,

    /// <summary>Only who reads what isn't committed.</summary>
    Uncommitted,

    /// <summary>Whoever reads its output.</summary>
    Output,
}

/// <summary>What would be lost or repeated if a job that runs stopped now, without a savepoint. Pure.</summary>
/// <param name="Loses">Records would never be read, or not again though what came of them is taken back; null when that isn't known.</param>
/// <param name="Since">When the checkpoint was triggered that it would go on from; null when there is none.</param>
/// <param name="Records">Read since then, at most, without those that arrived after they were counted; null when not known.</param>
public sealed record StopCost(StopRepeats Repeats, bool? Loses, DateTimeOffset? Since, long? Records, string Words)
{
    /// <summary>Null when it doesn't run: then there is nothing to stop.</summary>
    public static StopCost? Of(JobSight sight, DateTimeOffset now) =>
        sight switch
        {
            { Run: null or { State: JobRunState.Ended } } => null,
            { ReadAt: null } => Unknown("its Flink was not read yet"),
            { ReadAt: { } at } when !JobRules.IsFresh(at, now) => Unknown(
                $"its Flink last answered {JobRules.When(at, now)}"
            ),
            { Run.State: JobRunState.Forgotten } => Unknown("Flink doesn't know the job any more"),
            { Run: { } run } when run.IsUnlisted(now) => Unknown(
                $"Flink doesn't answer for the job, which was last seen {JobRules.When(run.SeenAt, now)}"
            ),
            { Run: { Facts: { LastCompleted: null, RestoredFrom: null, IsStartUnknown: false } } run } => Anew(run),
            { Run: { } run } => FromState(run, sight.Lag, now),
        };

    private static StopCost Unknown(string why) =>
        new(StopRepeats.Unknown, null, null, null, $"What a stop would lose or repeat is unknown: {why}.");

    private static StopCost Anew(SeenJob run)
    {
        var none = run.Facts.CheckpointEvery is null ? "It makes no checkpoints" : "It has completed no checkpoint yet";
        var (repeats, results) = Results(run.Definition);
        return run.Definition switch
        {
            { StartAt: JobStartAt.Latest } => new(
                repeats,
                true,
                null,
                null,
                $"{none}, so it would begin at the latest records again: those since its start would be lost where they aren't written yet."
            ),
            null => new(
                repeats,
                null,
                null,
                null,
                $"{none}, so it would begin anew. Whether that loses or repeats records is unknown: the portal didn't start it."
            ),
            { Program: not null } => new(
                repeats,
                null,
                null,
                null,
                $"{none}, so it would begin where its program begins: whether that loses or repeats records is unknown."
            ),
            _ => new(
                repeats,
                null,
                null,
                null,
                $"{none}, so it would begin at the earliest records again. Those that were deleted since its start would be lost; {results}."
            ),
        };
    }

    private static StopCost FromState(SeenJob run, ImmutableArray<JobLag> lag, DateTimeOffset now)
    {
        var last = run.Facts.LastCompleted?.At;
        var (repeats, results) = Results(run.Definition);
        // With each checkpoint it commits how far it had read, and of what was there then it can't have read more since. Before the first one the
        // commits are another run's.
        ImmutableArray<JobLag> own = last is null && !run.Facts.IsStartUnknown ? [] : lag;
        var behind = Amount.Sum(own.Select(l => l.Group.Lag));
        // Who reads isn't wholly known: nor is what was deleted before it was read.
        var gone = behind.Value is null
            ? Amount.Unknown
            : Amount.Sum(own.Select(l => l.Group.Lost)).Lacking(behind.AtLeast);
        // A lag that is only known in part is no bound.
        var most = behind.AtLeast ? null : behind.Value;
        var read = (most - (gone.Value ?? 0)) switch
        {
            null => "what it read since then, a number that is unknown, would be read again",
            0 => "only what arrived since then would be read again",
            { } left =>
                $"up to {Quantity.Of(left, "record", "records")} that it was behind by, and what arrived since, would be read again",
        };
        var (loses, lost) = Loss(gone, run.Definition is { WritesInTransactions: true });
        var from =
            last is { } at ? $"its checkpoint of {Age.SeenFrom(now, run.ByPortal(at))}"
            : run.Facts.IsStartUnknown ? "a checkpoint of its own whose age is unknown"
            : "the state it was started with, because it has completed no checkpoint yet";
        // Flink throws a job's checkpoints away when it is cancelled, unless whoever submitted it wanted them kept.
        return run.Definition is null
            ? new(
                repeats,
                null,
                last,
                most,
                $"If its checkpoints outlive a stop, which the portal doesn't know because it didn't start it, it would go on from {from}; else it would begin anew."
            )
            : new(repeats, loses, last, most, $"It would go on from {from}. {lost}; {read}, and {results}.");
    }

    // What it wrote of those that it has read is taken back with its transactions; without them that stays, and only its state lacks them.
    private static (bool? Loses, string Words) Loss(Amount gone, bool isTakenBack) =>
        gone switch
        {
            { Value: > 0 and var records } => (
                isTakenBack ? true : (bool?)null,
                $"{(gone.AtLeast ? "At least " : "")}{Quantity.Of(records, "record that was", "records that were")} deleted since then {(isTakenBack ? "would be lost" : "may be lost to it")}"
            ),
            { Value: 0, AtLeast: false } => (false, "Nothing would be lost"),
            _ => (null, "Whether records that were deleted since then would be lost is unknown"),
        };

    private static (StopRepeats Repeats, string Words) Results(JobDefinition? definition) =>
        definition switch
        {
            { Guarantee: JobGuarantee.ExactlyOnce, Program: null } => (
                StopRepeats.Uncommitted,
                "only consumers of uncommitted records would see results twice"
            ),
            { Guarantee: JobGuarantee.ExactlyOnce } => (
                StopRepeats.Unknown,
                "whether readers would see results twice is unknown: it is up to its program"
            ),
            { Guarantee: JobGuarantee.AtLeastOnce } => (StopRepeats.Output, "results would be written twice"),
            _ => (
                StopRepeats.Unknown,
                "whether results would be written twice is unknown, because the portal didn't start it"
            ),
        };
}
