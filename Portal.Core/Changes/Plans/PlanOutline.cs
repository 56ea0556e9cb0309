using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>What live and wanted alone come to, before anybody has looked at what the steps would do.</summary>
public abstract record PlanOutline
{
    private PlanOutline() { }

    /// <summary>To be judged, with evidence.</summary>
    public sealed record Steps(PlanBody Body) : PlanOutline;

    /// <summary>Live is what is wanted already, as far as the engine can have it.</summary>
    /// <param name="LeftOut">What it can't have, in words; null: nothing.</param>
    public sealed record NothingToDo(string? LeftOut = null) : PlanOutline;

    /// <summary>The request itself has to change; the words say how.</summary>
    public sealed record Impossible(IReadOnlyList<ImpossibleResource> Resources) : PlanOutline
    {
        public string Words => string.Join(" ", Resources.Select(resource => resource.Words));
    }

    /// <summary>From live to wanted: ordered steps and the base they were computed from. Pure.</summary>
    /// <param name="live">Every engine that the resources name.</param>
    public static PlanOutline Of(
        ResourceKinds kinds,
        IReadOnlyList<ChangeResource> resources,
        IReadOnlyList<LiveEngine> live
    )
    {
        var users = DeletedUsers.Of(kinds, resources, live);
        var planned = resources
            .OrderBy(r => r.Ordinal)
            .Select(r => (r.Ordinal, r.Name, Steps: StepsOf(kinds, r, live, [.. users[r.Ordinal]])))
            .ToList();
        var impossible = planned
            .Where(p => p.Steps is PlannedSteps.Impossible)
            .Select(p => new ImpossibleResource(p.Ordinal, ((PlannedSteps.Impossible)p.Steps).Words))
            .ToList();
        if (impossible.Count > 0)
        {
            return new Impossible(impossible);
        }

        var needed = planned.Select(p => (p.Ordinal, p.Name, Needed: (PlannedSteps.Needed)p.Steps)).ToList();
        var steps = needed.SelectMany(p => p.Needed.Steps.Select(s => (p.Ordinal, s))).ToList();
        if (steps.Count == 0)
        {
            var leftOut = needed
                .Where(p => p.Needed.LeftOut is not null)
                .Select(p => $"{p.Name}: {p.Needed.LeftOut}")
                .ToList();
            return new NothingToDo(leftOut.Count == 0 ? null : string.Join(' ', leftOut));
        }

        var arranged = StepOrder.Arrange(steps, ResourceOrder.Of(kinds, resources, users));
        return new Steps(new([.. arranged], BaseOf(live)));
    }

    /// <summary>What a plan was computed from, in an order of its own.</summary>
    internal static ImmutableArray<EngineBase> BaseOf(IReadOnlyList<LiveEngine> live) =>
        [
            .. live.OrderBy(l => l.Cluster.Value)
                .ThenBy(l => l.Kind.Word, StringComparer.Ordinal)
                .Select(l => l.ToBase()),
        ];

    private static PlannedSteps StepsOf(
        ResourceKinds kinds,
        ChangeResource resource,
        IReadOnlyList<LiveEngine> live,
        IReadOnlyList<ChangeResource> users
    )
    {
        var engine = live.EngineOf(resource);
        var there = engine.Resources[resource.Name];
        if (resource.Operation == ResourceOperation.Adopt)
        {
            return there is null
                ? PlannedSteps.No(
                    $"{resource.Name} isn't there, so there is nothing to adopt. Request its deletion to no longer manage it."
                )
                : PlannedSteps.Of();
        }

        var (kind, request) = (kinds.Of(resource.Kind), resource.Read(kinds));
        var collision = engine.Collisions.GetValueOrDefault(resource.Name);
        return kind.Steps(request, kinds.WantedOf(request, there), there, collision) switch
        {
            PlannedSteps.Needed needed when users.Count > 0 => PlannedSteps.Of([
                .. needed.Steps.Select(step => kind.Behind(step, [.. users.Select(user => user.On)])),
            ]),
            var planned => planned,
        };
    }
}

/// <summary>Why one resource of a change can't become as requested.</summary>
/// <param name="Ordinal">Its place in the change.</param>
public sealed record ImpossibleResource(int Ordinal, string Words);

internal static class LiveEngineLookup
{
    public static LiveEngine EngineOf(this IReadOnlyList<LiveEngine> live, ChangeResource resource) =>
        live.Single(l => l.Cluster == resource.ClusterId && l.Kind == resource.Kind);
}
