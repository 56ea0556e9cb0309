using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>Intent and base: the part of a plan that is hashed and approved.</summary>
public sealed record PlanBody(ImmutableArray<Step> Steps, ImmutableArray<EngineBase> Base)
{
    /// <summary>The first step that can't be undone; the number of steps when all can.</summary>
    [JsonIgnore]
    public int PointOfNoReturn => Steps.TakeWhile(s => s.Reversal != Reversal.None).Count();

    /// <summary>What it does to one resource.</summary>
    public ResourcePlan On(ResourceRef resource) =>
        new(resource, [.. Steps.Where(step => step.On == resource)], BaseOf(resource)) { Whole = Steps };

    /// <summary>What it does to resources, one at a time, in the order of their first steps. Who owns them isn't a kind's to judge.</summary>
    public IEnumerable<ResourcePlan> ByResource() =>
        Steps
            .Where(step => step is not OwnershipStep)
            .GroupBy(step => step.On)
            .Select(steps => new ResourcePlan(steps.Key, [.. steps], BaseOf(steps.Key)) { Whole = Steps });

    private ResourceBase? BaseOf(ResourceRef resource) =>
        Base.FirstOrDefault(b => b.Kind == resource.Kind && b.Cluster == resource.Cluster)
            ?.Resources.GetValueOrDefault(resource.Name);
}
