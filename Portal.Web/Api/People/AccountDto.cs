using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Web.Api.Changes;

namespace Portal.Web.Api.People;

/// <summary>A Portal service account as lists show it.</summary>
public sealed record PortalAccountRowDto(
    string Name,
    string Description,
    [property: Description("The name of the team that owns it.")] string Team,
    string TeamTitle,
    AccountState State,
    IReadOnlyList<RoleDto> Roles,
    [property: Description("Null where it isn't for the caller.")] int? WorkingTokens,
    [property: Description("When the first working token that wasn't rotated expires; null: there is none.")]
        DateTimeOffset? NextExpiry,
    [property: Description("To the minute; null: never yet, or it isn't for the caller.")] DateTimeOffset? LastUsedAt,
    [property: Description("Null: its tokens work.")] DateTimeOffset? DisabledAt,
    string? DisabledBy,
    string? DisabledReason,
    [property: Description("Null: it wasn't removed.")] DateTimeOffset? RemovedAt
)
{
    public static PortalAccountRowDto Of(AccountRow row) =>
        new(
            row.Name,
            row.Description,
            row.Team.Name,
            row.Team.Title,
            row.State,
            [.. row.Roles.Select(RoleDto.Of)],
            row.Use?.Tokens,
            row.Use?.NextExpiry,
            row.Use?.LastUsedAt,
            row.DisabledAt,
            row.DisabledBy,
            row.DisabledReason,
            row.RemovedAt
        );
}

/// <summary>A Portal service account whole.</summary>
public sealed record PortalAccountDto(
    PortalAccountRowDto Account,
    [property: Description("Newest first.")] IReadOnlyList<PastRoleDto> FormerRoles,
    [property: Description("The newest 100, ended ones too; null where they aren't for the caller.")]
        IReadOnlyList<TokenDto>? Tokens,
    [property: Description(
        "Tokens that workloads got and that work, newest first, at most 100; null where they aren't for the caller."
    )]
        IReadOnlyList<TokenDto>? WorkloadTokens,
    [property: Description("How many such tokens there are; null where they aren't for the caller.")]
        int? WorkloadTokenCount,
    [property: Description("The rules by which workloads get tokens of it; null where they aren't for the caller.")]
        IReadOnlyList<WorkloadRuleDto>? Workloads,
    [property: Description("The newest 10 that it requested.")] IReadOnlyList<ChangeRowDto> Changes
)
{
    public static PortalAccountDto Of(AccountDetails account, DateTimeOffset now) =>
        new(
            PortalAccountRowDto.Of(account.Row),
            [.. account.Past.Select(PastRoleDto.Of)],
            account.Tokens is { } tokens ? [.. tokens.Select(token => TokenDto.Of(token, now))] : null,
            account.WorkloadTokens is { } got ? [.. got.Select(token => TokenDto.Of(token, now))] : null,
            account.WorkloadTokenCount,
            account.Workloads is { } rules ? [.. rules.Select(WorkloadRuleDto.Of)] : null,
            [.. account.Changes.Select(ChangeRowDto.Of)]
        );
}

/// <summary>A Portal service account to be created.</summary>
public sealed record PortalAccountRequestDto(
    [property:
        Description("Lowercase letters, digits, dots and hyphens; no person has it, and no account had."),
        Length(1, AccountWish.LongestName)
    ]
        string Name,
    [property: Description("The name of the team that owns it, for good.")] string Team,
    [property: Description("What uses it."), Length(1, AccountWish.LongestDescription)] string Description
)
{
    internal AccountWish ToWish() => new(Name, Team, Description);
}

/// <summary>What may be edited.</summary>
public sealed record PortalAccountEditDto(
    [property: Description("What uses it."), Length(1, AccountWish.LongestDescription)] string Description
);

/// <summary>How a token is rotated.</summary>
public sealed record RotationRequestDto(
    [property: Description("How long the old token goes on beside the new one, in hours; left out: 24."), Range(0, 168)]
        int? OverlapHours = null,
    [property:
        Description("How long the new token is good for, from now, in hours; left out: as long as the old one was."),
        Range(1, int.MaxValue)
    ]
        int? LifetimeHours = null
)
{
    internal RotationWish ToWish() =>
        new(
            LifetimeHours is { } hours ? TokenRequestDto.Lifetime(hours) : null,
            OverlapHours is { } overlap ? TokenRequestDto.Lifetime(overlap) : RotationWish.UsualOverlap
        );
}
