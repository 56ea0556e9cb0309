using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Core.Jobs.Upgrades;

/// <summary>Whether the former version of a job can read the state of the one after it.</summary>
public enum FormerReads
{
    /// <summary>Their operators weren't compared.</summary>
    Unknown,

    /// <summary>What keeps state is the same in both.</summary>
    All,

    /// <summary>Operators that keep state differ: what doesn't fit is refused at the start, or begins empty.</summary>
    Part,

    /// <summary>Flink refuses it.</summary>
    Nothing,
}

/// <summary>
/// The way back of an upgrade that is held for a person, or was settled: the new version has completed a checkpoint, so going back to the savepoint of before
/// would write again what came of it. A person requests one of the two.
/// </summary>
/// <param name="By">The change that started the version of now.</param>
/// <param name="State">Of that change's run: stuck or settled.</param>
/// <param name="Former">What ran before.</param>
/// <param name="Now">The run of the new version; what it completed last is the newest state.</param>
/// <param name="Before">The savepoint that the former version was stopped with; null where it is deleted, or none was taken.</param>
/// <param name="ReadsWords">Why, in a sentence or two.</param>
public sealed record WayBack(
    AppliedChange By,
    RunState State,
    JobDefinition Former,
    SeenJob Now,
    Savepoint? Before,
    FormerReads Reads,
    string ReadsWords
)
{
    /// <summary>A version that fails can't be stopped with a savepoint: then it goes on from its newest checkpoint.</summary>
    public JobUpgradeMode Mode =>
        Now.State == JobRunState.Alive && (Now.Status != FlinkStatus.Running || !Now.Facts.Restarts.IsEmpty)
            ? JobUpgradeMode.LastState
            : JobUpgradeMode.Savepoint;

    /// <summary>What a request for it wants: the former version, from the newest state.</summary>
    /// <param name="now">What is wanted now.</param>
    public JobSpec Of(JobSpec now) =>
        now with
        {
            Definition = Former with { Schemas = null },
            State = JobDesired.Running,
            UpgradeMode = Mode,
        };

    /// <summary>By what is known of both versions, and what the upgrade's plan saw of their operators. Pure.</summary>
    /// <param name="seen">Beside the plan of the upgrade; null where nothing was.</param>
    public static (FormerReads Reads, string Words) Compare(
        JobDefinition former,
        JobDefinition now,
        RunningJob? seen
    ) =>
        StateOperators.Obstacle(now, former) is { } obstacle ? (FormerReads.Nothing, obstacle)
        : former.Program is not null || now.Program is not null
            ? former.RunsTheSame(now) ? (FormerReads.All, "The same program wrote it, so the former version reads it.")
                : (
                    FormerReads.Unknown,
                    "The program changed. Flink gives each operator the state of the one with the same uid: what doesn't fit is refused at the start."
                )
        : former.RunsTheSame(now) ? (FormerReads.All, "The same query wrote it, so the former version reads it.")
        : seen?.IsStateSame switch
        {
            true => (
                FormerReads.All,
                "The operators that keep state are the same in both versions, so the former version reads it."
            ),
            false => (
                FormerReads.Part,
                $"The operators that keep state aren't the same in both versions: what doesn't fit is refused at the start, and what the former version alone keeps begins empty. The plan of the upgrade compared them: {seen.StateChange}"
            ),
            null => (
                FormerReads.Unknown,
                "The operators of both versions weren't compared. The plan of the request compares them."
            ),
        };
}
