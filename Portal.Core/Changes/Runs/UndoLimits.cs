using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>Whether what a run made can still be taken back, as its kinds know it.</summary>
public sealed class UndoLimits(IEnumerable<IUndoLimit> limits)
{
    /// <returns>What came of any step that is done, as the beginning of a sentence; null: nothing that is known.</returns>
    public async Task<string?> Reached(PortalDb db, PlanBody plan, RunHistory history, CancellationToken stop)
    {
        foreach (var (limit, step, made) in NewestFirst(plan, history))
        {
            if (await limit.Reached(db, step, made, stop) is { } words)
            {
                return words;
            }
        }

        return null;
    }

    /// <summary>Of the step that the way back begins with: where that one can be taken back, to turn round stops it at least.</summary>
    /// <inheritdoc cref="Reached"/>
    public async Task<string?> ReachedByNewest(PortalDb db, PlanBody plan, RunHistory history, CancellationToken stop)
    {
        foreach (var (limit, step, made) in NewestFirst(plan, history))
        {
            return await limit.Reached(db, step, made, stop);
        }

        return null;
    }

    private IEnumerable<(IUndoLimit Limit, Step Step, EngineId Made)> NewestFirst(PlanBody plan, RunHistory history)
    {
        for (var i = plan.Steps.Length - 1; i >= 0; i--)
        {
            var step = plan.Steps[i];
            if (
                step.Reversal == Reversal.WhileEmpty
                && history.Of(i) is { Intended: true, Done: not null, RolledBack: false, Incarnation: { } made }
                && limits.FirstOrDefault(limit => limit.Kind == step.On.Kind) is { } limit
            )
            {
                yield return (limit, step, made);
            }
        }
    }
}
