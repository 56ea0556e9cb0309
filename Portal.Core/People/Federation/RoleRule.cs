using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Whoever has this claim at this provider has this role in this team.</summary>
public sealed class RoleRule
{
    public int Id { get; private set; }
    public required string Provider { get; init; }
    public required string Claim { get; init; }
    public required string Value { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }

    /// <summary>The environment that the role counts for alone, by name; null: for all that the team owns.</summary>
    public string? OnlyEnvironment { get; init; }

    /// <summary>Kept as the settings say, at each start; nobody removes it here.</summary>
    public bool FromSettings { get; init; }

    /// <summary>The handle of who added it.</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
