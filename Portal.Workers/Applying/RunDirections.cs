using Portal.Core.Changes.Runs;

namespace Portal.Workers.Applying;

/// <summary>What a run does next, by its state.</summary>
public sealed class RunDirections(RunForward forward, WholeCheck whole, Rollback backward)
{
    public async Task<RunTurn> Next(RunState state, RunWork work, CancellationToken stop) =>
        state switch
        {
            RunState.Waiting => RunMove.Begin(),
            RunState.Applying => await forward.Go(work, stop),
            RunState.Verifying => await whole.Look(work, stop),
            RunState.RollingBack => await backward.Go(work, stop),
            _ => throw new InvalidOperationException($"A run that is {state} isn't carried on."),
        };
}
