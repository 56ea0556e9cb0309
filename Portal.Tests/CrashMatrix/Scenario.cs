using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>One kind of step and one way to go: a change that comes through it, and what the world must be like in the end.</summary>
/// <param name="Name">Of the resource it is about.</param>
/// <param name="Acts">The acts that may reach the engine, each as often as it is named.</param>
public sealed record Scenario(
    string Name,
    string Kind,
    StepDirection Direction,
    Func<WorkerWorld, Task> Prepare,
    ImmutableArray<ResourceDraft> Asked,
    ImmutableArray<string> Acts,
    Func<WorkerWorld, Task<bool>> EndsWell
)
{
    private static readonly IReadOnlyList<IKindScenarios> Kinds =
    [
        .. typeof(Scenario)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IKindScenarios)))
            .Select(type => (IKindScenarios)Activator.CreateInstance(type)!),
    ];

    /// <summary>Ends what would cost the engine something for as long as it lives, when the cell is over.</summary>
    public Func<WorkerWorld, Task> TidyUp { get; init; } = _ => Task.CompletedTask;

    /// <summary>Which of several scenarios of the same step and way it is; empty for the plain one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The act that is sent again, without harm, as long as nobody wrote down that it was done; null: none is.</summary>
    public string? Repeated { get; init; }

    /// <summary>A step that looks until something has come by itself.</summary>
    public bool OnlyWaits { get; init; }

    /// <summary>A step that the end of the run doesn't look at again.</summary>
    public bool IsOverWhenDone { get; init; }

    public ChangeState End => Direction == StepDirection.Do ? ChangeState.Applied : ChangeState.RolledBack;

    /// <summary>What the matrix is made of, from a handler's kind of step. One that no kind's scenarios know turns the matrix red.</summary>
    /// <param name="name">Of the resource it is about, its own in every cell.</param>
    public static Scenario Of(Type step, StepWay way, string name) =>
        OfKind(step).Of(step, name).Single(s => new StepWay(s.Direction, s.Variant) == way);

    public static IEnumerable<StepWay> Ways(Type step) =>
        OfKind(step).Of(step, "").Select(s => new StepWay(s.Direction, s.Variant));

    public static ResourceKind KindOf(Type step) => OfKind(step).Kind;

    /// <summary>What to expect when somebody changes the same thing while a worker is at it.</summary>
    public static IEnumerable<CellPlan> Strangers(Type step) => OfKind(step).Strangers(step);

    private static IKindScenarios OfKind(Type step) =>
        Kinds.FirstOrDefault(kind => kind.Of(step, "").Any())
        ?? throw new InvalidOperationException($"The crash matrix knows no scenario for {step.Name}.");
}

/// <summary>One way that a step goes, and which of the scenarios in which it does.</summary>
public readonly record struct StepWay(StepDirection Direction, string Variant);

/// <summary>The scenarios of one kind of resource.</summary>
public interface IKindScenarios
{
    ResourceKind Kind { get; }

    /// <summary>One for each way that this step can go, and each variant of it; none for a step of another kind.</summary>
    IEnumerable<Scenario> Of(Type step, string name);

    IEnumerable<CellPlan> Strangers(Type step);
}
