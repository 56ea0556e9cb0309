namespace Portal.Core.Resources;

/// <summary>What a change asks of one resource, read into its kind's own spec.</summary>
/// <param name="Wanted">Null for a delete and for a transfer.</param>
/// <param name="Base">For an update: what its form was filled from; null when the whole of what is wanted was said.</param>
/// <param name="TierWhenSent">The resource's criticality when this was sent; null when it wasn't managed then.</param>
/// <param name="IsPermanent">For a delete: nothing is kept of it, where the engine keeps what is deleted.</param>
/// <param name="KeepsLabels">No labels were requested: it has those that it has when this is applied.</param>
public sealed record ResourceRequest(
    ResourceRef On,
    ResourceOperation Operation,
    ResourceSpec? Wanted,
    ResourceSpec? Base,
    Tier? TierWhenSent,
    bool IsPermanent = false,
    bool KeepsLabels = false
);

/// <summary>What a plan does to one resource.</summary>
/// <param name="Steps">In the order of the plan.</param>
/// <param name="Base">As it was when the plan was made; null when it wasn't there.</param>
public sealed record ResourcePlan(ResourceRef On, IReadOnlyList<Step> Steps, ResourceBase? Base)
{
    /// <summary>All steps of the plan, those for other resources too.</summary>
    public IReadOnlyList<Step> Whole { get; init; } = Steps;
}
