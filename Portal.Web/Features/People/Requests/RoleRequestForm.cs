using Portal.Core.People.Requests;
using Portal.Core.Teams;

namespace Portal.Web.Features.People.Requests;

/// <summary>A request for a role as it is typed.</summary>
public sealed class RoleRequestForm
{
    private const int Day = 24;

    /// <summary>Hours, with their words. Up to <see cref="RoleRequestWish.LongestElevation"/> they are an elevation's.</summary>
    public static readonly IReadOnlyList<(int Hours, string Words)> Spans =
    [
        (1, "1 hour, as an elevation"),
        (4, "4 hours, as an elevation"),
        (RoleRequestWish.LongestElevation, "8 hours, as an elevation"),
        (7 * Day, "a week"),
        (30 * Day, "30 days"),
        (90 * Day, "90 days"),
        (365 * Day, "a year"),
    ];

    public string Team { get; set; } = "";
    public Role Role { get; set; } = Role.Member;
    public int Hours { get; set; } = 7 * Day;
    public string Reason { get; set; } = "";

    public RolePartForm Counts { get; } = new();

    /// <summary>Some roles count for the team, or everywhere, and an elevation counts for all that the team owns.</summary>
    public bool CanBePart => RoleScope.Roles.Contains(Role) && !IsElevation;

    public bool IsElevation => Hours <= RoleRequestWish.LongestElevation;

    public RoleRequestWish ToWish(DateTimeOffset now) =>
        new(
            Team,
            Role,
            Reason,
            IsElevation ? null : now.AddHours(Hours),
            IsElevation ? Hours : null,
            CanBePart ? Counts.Only : null
        );
}
