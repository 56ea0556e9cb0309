using Portal.Core.People.Roles;

namespace Portal.Web.Features.People;

/// <summary>What of a team's a role counts for, as it is chosen.</summary>
public enum RolePart
{
    All,
    Environment,
    Resource,
}

/// <summary>What a role is to count for, as it is typed.</summary>
public sealed class RolePartForm
{
    public RolePart Part { get; set; }

    /// <summary>By name, where the role counts for one alone.</summary>
    public string Environment { get; set; } = "";

    /// <summary>Of the resource that the role counts for alone: its kind, by its word; its cluster, by name; and its name.</summary>
    public string Kind { get; set; } = "";
    public string Cluster { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Null: all that the team owns.</summary>
    public WantedScope? Only =>
        Part switch
        {
            RolePart.Environment => new(Environment),
            RolePart.Resource => new(null, Kind, Cluster, Name.Trim()),
            _ => null,
        };
}
