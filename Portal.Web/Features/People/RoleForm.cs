using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Web.Features.People;

/// <summary>A role as it is typed.</summary>
public sealed class RoleForm
{
    /// <summary>Hours, with their words: as long as it is needed, and no longer.</summary>
    public static readonly IReadOnlyList<(int Hours, string Words)> Spans =
    [
        (8, "8 hours"),
        (24, "a day"),
        (7 * 24, "a week"),
        (30 * 24, "30 days"),
        (90 * 24, "90 days"),
        (365 * 24, "a year"),
    ];

    public string Team { get; set; } = "";
    public Role Role { get; set; } = Role.Member;
    public int Hours { get; set; } = 90 * 24;
    public string Reason { get; set; } = "";

    public RolePartForm Counts { get; } = new();

    /// <summary>Some roles count for the team, or everywhere.</summary>
    public bool CanBePart => RoleScope.Roles.Contains(Role);

    public RoleWish ToWish(RoleHolder person, DateTimeOffset now) =>
        new(person, Team, Role, Reason, now.AddHours(Hours)) { Only = CanBePart ? Counts.Only : null };
}
