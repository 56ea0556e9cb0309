using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>How dangerous a plan is for one job.</summary>
internal static class JobRisk
{
    public static IEnumerable<RiskReason> Of(ResourcePlan plan, JobEvidence? seen) =>
        plan.Steps.SelectMany(step =>
            step switch
            {
                StartJob start => Starts(start).Concat(Columns(start, seen)),
                StopJob { WithoutSavepoint: true } =>
                [
                    new($"{step.On.Name} is stopped without a savepoint: records are read again.{State(seen)}", 20),
                ],
                StopJob => [new RiskReason($"{step.On.Name} writes nothing until it goes on.{State(seen)}", 10)],
                TakeSavepoint => [new RiskReason($"{step.On.Name} goes on while its state is written.", 5)],
                AwaitStability or UploadArtifact or { IsRehearsal: true } => [],
                CancelJob { Stays: { } other } =>
                [
                    new($"Job {other} runs as {step.On.Name} and isn't touched: the portal didn't start it.", 5),
                ],
                CancelJob { WasOver: true } => [new($"{step.On.Name} doesn't run: nothing that runs is touched.", 5)],
                CancelJob => [new($"{step.On.Name} ends without a savepoint.{State(seen)}", 40)],
                _ => throw new InvalidOperationException(step.GetType().Name),
            }
        );

    private static IEnumerable<RiskReason> Columns(StartJob start, JobEvidence? seen) =>
        start.Former is not null && seen?.Schemas.Where(move => move.MayNotFit).ToList() is [_, ..] moves
            ?
            [
                new(
                    $"Columns of {string.Join(", ", moves.Select(move => move.Table))} change: state of {start.On.Name} that holds them may not fit.",
                    20
                ),
            ]
            : [];

    private static IEnumerable<RiskReason> Starts(StartJob start)
    {
        if (start.Definition.Program is { } program && program != start.Former?.Program)
        {
            yield return new(
                $"{start.On.Name} runs a JAR with all that its Flink may do: it can read and write more than the topics that are declared, and nobody can read in it what it does.",
                60
            );
        }

        yield return start switch
        {
            { Restored: { GoesBack: true } back } => new(
                $"{start.On.Name} goes back to savepoint {back.Number}: what it wrote since then is written again.",
                50
            ),
            { Restored.IsSameVersion: not true } => new(
                $"It isn't sure that what is started can read the savepoint: another version of {start.On.Name} made it.",
                30
            ),
            { Fork: { } number } => new(
                $"{start.On.Name} is new and starts with a copy of savepoint {number}: the job that made it isn't touched.",
                10
            ),
            { Former: null, From: null, Stopped: null } => new(
                $"{start.On.Name} is new: nothing that exists is touched.",
                5
            ),
            { From: null, Stopped: null } => new(
                $"{start.On.Name} starts without the state it had: sums and windows begin anew, and records may be written again.",
                50
            ),
            { Former: { } former } when !former.RunsTheSame(start.Definition) => new(
                $"Another {(start.Definition.Program is null ? "query" : "program")} takes over the state of {start.On.Name}: what of it doesn't fit is refused at the start, or begins anew.",
                30
            ),
            { Former: null, Restored: null } => new(
                $"What wrote the state that {start.On.Name} goes on from isn't known: what of it doesn't fit is refused at the start, or begins anew.",
                30
            ),
            _ => new($"{start.On.Name} goes on from its state.", 5),
        };
        if (start.Restored is { GoesBack: true, IsSameVersion: not true })
        {
            yield return new(
                $"Another version of {start.On.Name} made the savepoint: what of its state doesn't fit is refused at the start, or begins anew.",
                30
            );
        }

        if (start.Definition.Guarantee == JobGuarantee.AtLeastOnce)
        {
            yield return new($"After a failure {start.On.Name} may write records twice.", 15);
        }
    }

    private static string State(JobEvidence? seen) =>
        seen switch
        {
            { Running.StateBytes: { } bytes, CheckpointAge: { } age } =>
                $" Its state was {Quantity.Bytes(bytes)} at its last checkpoint, {Age.InWords(age)} before this was read.",
            { Running: { CheckpointAt: null } } => " It has completed no checkpoint.",
            _ => "",
        };
}
