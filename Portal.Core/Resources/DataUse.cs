namespace Portal.Core.Resources;

/// <summary>Other data that a resource reads or writes.</summary>
/// <param name="Cluster">As its spec names it.</param>
public sealed record DataUse(ResourceKind Kind, string Cluster, string Name, bool IsWritten);
