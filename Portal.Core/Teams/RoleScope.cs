namespace Portal.Core.Teams;

/// <summary>What a role in a team counts for, where that isn't all that the team owns.</summary>
public abstract record RoleScope
{
    /// <summary>Those that can be limited: what is done with the team's resources. The others count for the team, or everywhere.</summary>
    public static readonly IReadOnlyList<Role> Roles = [Role.Member, Role.Approver, Role.OnCall];

    private RoleScope() { }

    public abstract bool Covers(ResourcePlace place);

    /// <summary>Whatever stands in one environment, by its name.</summary>
    public sealed record InEnvironment(string Name) : RoleScope
    {
        public override bool Covers(ResourcePlace place) => place.Environment == Name;
    }

    /// <summary>One resource, by its name: also one that is created anew under it.</summary>
    public sealed record OnResource(string Kind, ClusterId ClusterId, string Name) : RoleScope
    {
        public override bool Covers(ResourcePlace place) =>
            (place.Kind, place.ClusterId, place.Name) == (Kind, ClusterId, Name);
    }

    /// <summary>As the store has it; null: for all.</summary>
    internal static RoleScope? Of(string? environment, string? kind, ClusterId? cluster, string? name) =>
        environment is not null ? new InEnvironment(environment)
        : (kind, cluster, name) is ({ } ofKind, { } on, { } named) ? new OnResource(ofKind, on, named)
        : null;
}
