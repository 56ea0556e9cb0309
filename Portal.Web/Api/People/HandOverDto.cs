using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;
using Portal.Core.People.Leaving;
using Portal.Core.Teams;
using Portal.Web.Api.Changes;

namespace Portal.Web.Api.People;

/// <summary>What somebody who leaves would leave behind.</summary>
public sealed record HandOverDto(
    string Handle,
    string Name,
    [property: Description("They can't sign in any more.")] bool Disabled,
    [property: Description("Roles that nobody else has who may sign in; a successor gets them.")]
        IReadOnlyList<LoneRoleDto> OnlyOneIn,
    [property: Description("Requested by them and not over, newest first, at most 200.")]
        IReadOnlyList<ChangeRowDto> OpenChanges,
    [property: Description("Requests that they began and didn't send.")] int Drafts,
    int OpenSessions,
    int WorkingTokens,
    [property: Description(
        "Names of Portal service accounts that they created, or created a working token of: rotate their tokens."
    )]
        IReadOnlyList<string> PortalServiceAccounts,
    [property: Description(
        "Names of Portal service accounts with tokens that were created with a token of theirs, and end with it. Create others on the page first, or with another person's token."
    )]
        IReadOnlyList<string> TokensEndOf,
    [property: Description(
        "Names of Portal service accounts with rules for workloads that they added: workloads get no token by those once they are out. Add the rules again."
    )]
        IReadOnlyList<string> WorkloadRulesOf,
    [property: Description("Grants in force that they requested, at most 200; they stay.")]
        IReadOnlyList<RequestedGrantDto> Grants,
    [property: Description(
        "Passwords of Kafka service accounts that only they could see: nobody sees them once they are out. Rotate them."
    )]
        IReadOnlyList<UnseenPasswordDto> UnseenPasswords
)
{
    internal static HandOverDto Of(LeavingPerson person) =>
        new(
            person.Handle,
            person.Name,
            person.IsDisabled,
            [
                .. person.Alone.Select(role => new LoneRoleDto(
                    role.Team,
                    role.TeamTitle,
                    role.Role,
                    RoleScopeDto.Of(role.Only)
                )),
            ],
            [.. person.Changes.Select(ChangeRowDto.Of)],
            person.Drafts.Count,
            person.OpenSessions,
            person.WorkingTokens,
            person.Accounts,
            person.Ending,
            person.WithRules,
            [.. person.Grants.Select(grant => new RequestedGrantDto(grant.Cluster, grant.Name, grant.OwnerTitle))],
            [.. person.Passwords.Select(p => new UnseenPasswordDto(p.Cluster, p.Name, p.OwnerTitle, p.IsMade))]
        );
}

/// <summary>A role that nobody else has.</summary>
public sealed record LoneRoleDto(
    [property: Description("The team's name.")] string Team,
    string TeamTitle,
    Role Role,
    [property: Description("What it counts for; null: for all that the team owns.")] RoleScopeDto? Only
);

/// <summary>A grant in force.</summary>
public sealed record RequestedGrantDto(
    string Cluster,
    string Name,
    [property: Description("The title of the team that owns the data.")] string Owner
);

/// <summary>A password that only its requester can see.</summary>
public sealed record UnseenPasswordDto(
    string Cluster,
    [property: Description("The Kafka service account's name.")] string Name,
    [property: Description("The title of the team that owns it.")] string Owner,
    [property: Description("It waits to be shown; false: the change that creates it is being applied.")] bool Ready
);

/// <summary>Who takes over from somebody who leaves, and why.</summary>
public sealed record HandOverRequestDto(
    [property: Description("The handle of who takes over."), MinLength(1)] string Successor,
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Reason
);
