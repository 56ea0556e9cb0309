using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>What was seen beside the plan: not hashed, dated, read again before applying.</summary>
public sealed record PlanEvidence(ImmutableArray<ResourceEvidence> Resources)
{
    public static readonly PlanEvidence None = new([]);

    /// <summary>Null when nothing was seen of it: a preview without a snapshot.</summary>
    public ResourceEvidence? Of(ResourceRef resource) => Resources.FirstOrDefault(r => r.On == resource);

    /// <summary>With what was seen of some of them later.</summary>
    public PlanEvidence With(PlanEvidence later) =>
        new([.. later.Resources, .. Resources.Where(seen => later.Of(seen.On) is null)]);
}
