using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>What a person is in a team, and where that comes from.</summary>
/// <param name="ByRule">A role rule gives it.</param>
/// <param name="ExpiresAt">Null: it has no end.</param>
/// <param name="GivenBy">The handle of who gave it; null where nobody did.</param>
/// <param name="Reason">Why it was given; null where nobody gave it.</param>
/// <param name="IsElevation">For some hours, at their own request.</param>
/// <param name="Only">What it counts for; null: for all that the team owns.</param>
public sealed record RoleRow(
    string Team,
    string TeamTitle,
    Role Role,
    bool ByRule,
    DateTimeOffset? ExpiresAt,
    string? GivenBy,
    DateTimeOffset? GivenAt,
    string? Reason,
    bool IsElevation,
    WantedScope? Only = null
);

/// <summary>A person as lists show them.</summary>
/// <param name="Roles">In force, by team.</param>
/// <param name="SignedInAt">Their newest sign-in; null when there was none, it is no longer kept, or isn't for who looks.</param>
/// <param name="DisabledAt">Null: they may sign in.</param>
/// <param name="DisabledReason">Null where that isn't for who looks.</param>
public sealed record PersonRow(
    PersonId Id,
    string Handle,
    string Name,
    string About,
    IReadOnlyList<RoleRow> Roles,
    DateTimeOffset? SignedInAt,
    DateTimeOffset? DisabledAt,
    string? DisabledBy,
    string? DisabledReason
);

/// <summary>Who they are at an identity provider.</summary>
/// <param name="Provider">Its key in the settings.</param>
public sealed record SignInRow(string Provider, string Email, DateTimeOffset SignedInAt);

/// <summary>A role that was given and is over.</summary>
/// <param name="EndedBy">The handle of who ended it; the clock where its time was over.</param>
public sealed record PastRole(
    string Team,
    string TeamTitle,
    Role Role,
    string Reason,
    string GivenBy,
    DateTimeOffset GivenAt,
    DateTimeOffset EndedAt,
    string? EndedBy
);

/// <summary>A person whole.</summary>
/// <param name="SignIns">None where they aren't for who looks.</param>
/// <param name="Past">Newest first.</param>
/// <param name="OpenSessions">Null where that isn't for who looks.</param>
/// <param name="WorkingTokens">Null where that isn't for who looks.</param>
/// <param name="ApprovesAlone">Titles of teams that have no other approver.</param>
public sealed record PersonDetails(
    PersonRow Row,
    IReadOnlyList<SignInRow> SignIns,
    IReadOnlyList<PastRole> Past,
    int? OpenSessions,
    int? WorkingTokens,
    int OpenChanges,
    IReadOnlyList<string> ApprovesAlone
);

/// <summary>Which people are listed.</summary>
/// <param name="Text">Stands in the name, the handle or the address; null: any.</param>
/// <param name="Team">By name; null: of any, or of none.</param>
/// <param name="Disabled">Only those who are, or aren't; null: both.</param>
public sealed record PeopleFilter(string? Text = null, string? Team = null, Role? Role = null, bool? Disabled = null);
