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
/// <param name="Loses">Records would never be read; null when that isn't known.</param>
/// <param name="Since">When the checkpoint was triggered that it would go on from; null when there is none.</param>
/// <param name="Records">Read since then, at most, without those that arrived after they were counted; null when not known.</param>
public sealed record StopCost(StopRepeats Repeats, bool? Loses, DateTimeOffset? Since, long? Records, string Words)
{
    /// <summary>Null when it doesn't run: then there is nothing to stop.</summary>
    /// <param name="behind">
    /// How far it is behind, as of its last checkpoint: of what was there when that was counted it can't have read more since.
    /// </param>
    public static StopCost? Of(JobSight sight, Amount? behind, DateTimeOffset now) =>
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
            { Run: { } run } => FromState(run, behind, now),
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
                false,
                null,
                null,
                $"{none}, so it would begin at the earliest records again. Nothing would be lost; {results}."
            ),
        };
    }

    private static StopCost FromState(SeenJob run, Amount? behind, DateTimeOffset now)
    {
        var last = run.Facts.LastCompleted?.At;
        var (repeats, results) = Results(run.Definition);
        // A lag that is only known in part is no bound.
        var most = behind is { Value: { } known, AtLeast: false } ? known : (long?)null;
        var read = most switch
        {
            null => "what it read since then, a number that is unknown, would be read again",
            0 => "only what arrived since then would be read again",
            _ =>
                $"up to {Quantity.Of(most.Value, "record", "records")} that it was behind by, and what arrived since, would be read again",
        };
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
            : new(
                repeats,
                false,
                last,
                most,
                $"It would go on from {from}. Nothing would be lost; {read}, and {results}."
            );
    }

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
