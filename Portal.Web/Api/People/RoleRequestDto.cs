using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;
using Portal.Core.People.Requests;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

/// <summary>A role that somebody requests for themselves.</summary>
public sealed record RequestedRoleDto(
    long Id,
    [property: Description("The handle of who requested it.")] string Person,
    string PersonName,
    [property: Description("The team's name.")] string Team,
    string TeamTitle,
    Role Role,
    string Reason,
    [property: Description("Until when the role is requested; null: an elevation.")] DateTimeOffset? RoleExpiresAt,
    [property: Description("An elevation: for this many hours, from when it is granted; null: until `roleExpiresAt`.")]
        int? ElevationHours,
    DateTimeOffset RequestedAt,
    [property: Description("Nobody decides after it.")] DateTimeOffset ExpiresAt,
    RoleRequestState State,
    DateTimeOffset? DecidedAt,
    [property: Description("The handle of who ended it; clock where it expired.")] string? DecidedBy,
    string Comment,
    [property: Description("What it is to count for; null: for all that the team owns.")] RoleScopeDto? Only
)
{
    public static RequestedRoleDto Of(RoleRequestRow row) =>
        new(
            row.Id,
            row.Handle,
            row.Name,
            row.Team,
            row.TeamTitle,
            row.Role,
            row.Reason,
            row.EndsAt,
            row.ElevationHours,
            row.RequestedAt,
            row.ExpiresAt,
            row.State,
            row.DecidedAt,
            row.DecidedBy,
            row.Comment,
            RoleScopeDto.Of(row.Only)
        );
}

/// <summary>A role to be requested: with <c>roleExpiresAt</c> until then, with <c>elevationHours</c> for so long from when it is granted.</summary>
public sealed record NewRoleRequestDto(
    [property: Description("The team's name."), MinLength(1), MaxLength(61)] string Team,
    Role Role,
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Reason,
    [property: Description("When the role ends: within a year.")] DateTimeOffset? RoleExpiresAt = null,
    [property: Description("An elevation, instead of an end."), Range(1, RoleRequestWish.LongestElevation)]
        int? ElevationHours = null,
    [property: Description(
        "What it is to count for, of member, approver and on call until a moment; null: for all that the team owns."
    )]
        RoleScopeDto? Only = null
)
{
    internal RoleRequestWish ToWish() => new(Team, Role, Reason, RoleExpiresAt, ElevationHours, Only?.ToWish());
}

/// <summary>Why a role is granted.</summary>
public sealed record GrantRequestDto(
    [property: Description("May be left out."), MaxLength(ActReason.Longest)] string? Comment = null
);

/// <summary>Why a role is refused.</summary>
public sealed record RefuseRequestDto(
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Comment
);
