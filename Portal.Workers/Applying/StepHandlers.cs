using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>The handler of each kind of step. The crash matrix is generated from the same list.</summary>
public sealed class StepHandlers(IEnumerable<IStepHandler> handlers)
{
    private readonly Dictionary<Type, IStepHandler> _byKind = handlers.ToDictionary(h => h.Kind);

    public IStepHandler For(Step step) =>
        _byKind.GetValueOrDefault(step.GetType())
        ?? throw new InvalidOperationException($"No handler knows the step {step.GetType().Name}.");
}
