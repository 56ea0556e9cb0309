namespace Portal.Core.Clusters;

/// <summary>What the portal can't do about access to a cluster's data.</summary>
/// <param name="What">"No authorizer is configured".</param>
/// <param name="Effect">What doesn't work because of it, in a sentence.</param>
/// <param name="Remedy">What to do about it, in a sentence.</param>
public sealed record AccessLimit(string What, string Effect, string Remedy);
