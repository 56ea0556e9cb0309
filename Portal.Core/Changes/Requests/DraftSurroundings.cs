using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>A cluster as a request needs it.</summary>
internal sealed record DraftCluster(ClusterId Id, string Name, string Environment, bool IsProduction);

/// <summary>A managed resource as a request needs it.</summary>
/// <param name="Spec">What is wanted of it now.</param>
internal sealed record DraftResource(TeamId Owner, string OwnerTitle, ResourceSpec Spec);
