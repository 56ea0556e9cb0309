namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What an engine told of itself when it was tried, line by line.</summary>
public sealed record EndpointFacts(IReadOnlyList<EndpointFact> Lines);

/// <param name="IsFine">False: it is missing, and the words say what to do.</param>
/// <param name="More">Beside it; null for nothing.</param>
public sealed record EndpointFact(bool IsFine, string Words, string? More = null);
