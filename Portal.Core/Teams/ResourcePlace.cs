namespace Portal.Core.Teams;

/// <summary>Where a resource stands, as far as it decides whether a role counts for it.</summary>
/// <param name="Environment">By name.</param>
/// <param name="Kind">By its word.</param>
public sealed record ResourcePlace(string Environment, string Kind, ClusterId ClusterId, string Name);

/// <summary>A resource and the team that owns it, or will.</summary>
public sealed record OwnedPlace(TeamId Owner, ResourcePlace At);
