using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>What a kind's fields in a form are drawn from.</summary>
/// <param name="Cluster">Where the resource is to be; null while no known cluster is chosen.</param>
/// <param name="Problem">What is wrong with a field, by its name in the spec; null when nothing is.</param>
/// <param name="Type">Takes what was typed.</param>
/// <param name="Seen">What the preview saw of it; null while there is none.</param>
public sealed record ResourceFields(
    ResourceForm Form,
    RequestCluster? Cluster,
    Func<string, string?> Problem,
    Func<Action, Task> Type,
    ResourceEvidence? Seen
);
