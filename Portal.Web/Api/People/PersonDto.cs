using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;
using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

/// <summary>A role that was given and is over.</summary>
public sealed record PastRoleDto(
    [property: Description("The team's name.")] string Team,
    string TeamTitle,
    Role Role,
    string Reason,
    string GivenBy,
    DateTimeOffset GivenAt,
    DateTimeOffset EndedAt,
    [property: Description("The handle of who ended it; clock where its time was over.")] string? EndedBy
)
{
    public static PastRoleDto Of(PastRole past) =>
        new(past.Team, past.TeamTitle, past.Role, past.Reason, past.GivenBy, past.GivenAt, past.EndedAt, past.EndedBy);
}

/// <summary>A person whole: what they are, and what they would leave behind.</summary>
public sealed record PersonDetailsDto(
    string Handle,
    string Name,
    string About,
    IReadOnlyList<RoleDto> Roles,
    [property: Description("Newest first.")] IReadOnlyList<PastRoleDto> FormerRoles,
    [property: Description("The newest sign-in; null when none is known, or it isn't for the caller.")]
        DateTimeOffset? SignedInAt,
    [property: Description("Null where it isn't for the caller.")] int? OpenSessions,
    [property: Description("Null where it isn't for the caller.")] int? WorkingTokens,
    [property: Description("Requested by them, and not over.")] int OpenChanges,
    [property: Description("Titles of teams that have no other approver.")] IReadOnlyList<string> OnlyApproverOf,
    [property: Description("Null: they may sign in.")] DateTimeOffset? DisabledAt,
    string? DisabledBy,
    string? DisabledReason
)
{
    public static PersonDetailsDto Of(PersonDetails person) =>
        new(
            person.Row.Handle,
            person.Row.Name,
            person.Row.About,
            [.. person.Row.Roles.Select(RoleDto.Of)],
            [.. person.Past.Select(PastRoleDto.Of)],
            person.Row.SignedInAt,
            person.OpenSessions,
            person.WorkingTokens,
            person.OpenChanges,
            person.ApprovesAlone,
            person.Row.DisabledAt,
            person.Row.DisabledBy,
            person.Row.DisabledReason
        );
}

/// <summary>Why somebody is disabled.</summary>
public sealed record DisableRequestDto(
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Reason
);

/// <summary>How many resources of a kind a team owns in an environment.</summary>
public sealed record OwnedDto(string Kind, string Environment, int Count);

/// <summary>A team whole.</summary>
public sealed record TeamDetailsDto(
    string Name,
    string Title,
    [property: Description("A channel or an address; empty: none is known.")] string Contact,
    [property: Description("A link or a number; empty: none is known.")] string OnCall,
    IReadOnlyList<TeamMemberDto> Members,
    IReadOnlyList<OwnedDto> Owns,
    [property: Description("Of its resources, and not over.")] int OpenChanges
)
{
    public static TeamDetailsDto Of(TeamDetails team) =>
        new(
            team.Row.Name,
            team.Row.Title,
            team.Row.Contact,
            team.Row.OnCall,
            [
                .. team
                    .People.Where(person => person.DisabledAt is null)
                    .SelectMany(person =>
                        person
                            .Roles.Where(role => role.Team == team.Row.Name)
                            .Select(role => new TeamMemberDto(person.Handle, person.Name, role.Role))
                    ),
            ],
            [.. team.Owned.Select(owned => new OwnedDto(owned.Kind.Word, owned.Environment, owned.Count))],
            team.OpenChanges
        );
}

/// <summary>How a team is shown and reached.</summary>
public sealed record TeamRequestDto(
    [property: MinLength(1), MaxLength(TeamWish.LongestTitle)] string Title,
    [property: MaxLength(TeamWish.LongestContact)] string Contact,
    [property: MaxLength(TeamWish.LongestOnCall)] string OnCall
)
{
    internal TeamWish ToWish() => new(Title, Contact, OnCall);
}
