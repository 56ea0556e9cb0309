using Portal.Core.Audit;
using Portal.Core.Changes.Lists;
using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

public enum AccountState
{
    Active,

    /// <summary>Its tokens are refused until it is enabled again.</summary>
    Disabled,

    /// <summary>For good.</summary>
    Removed,
}

/// <summary>A Portal service account as lists show it.</summary>
/// <param name="Roles">In force, by team.</param>
/// <param name="Use">Null where that isn't for who looks.</param>
/// <param name="DisabledAt">Null: it isn't disabled.</param>
public sealed record AccountRow(
    PersonId Id,
    string Name,
    string Description,
    ChangeOwner Team,
    IReadOnlyList<RoleRow> Roles,
    AccountUse? Use,
    DateTimeOffset? DisabledAt,
    string? DisabledBy,
    string? DisabledReason,
    DateTimeOffset? RemovedAt
)
{
    public AccountState State =>
        RemovedAt is not null ? AccountState.Removed
        : DisabledAt is not null ? AccountState.Disabled
        : AccountState.Active;
}

/// <summary>The tokens of an account, in short.</summary>
/// <param name="Tokens">How many work.</param>
/// <param name="NextExpiry">When the first of those that weren't rotated expires; null: there is none.</param>
/// <param name="LastUsedAt">To the minute; null: never yet.</param>
public sealed record AccountUse(int Tokens, DateTimeOffset? NextExpiry, DateTimeOffset? LastUsedAt)
{
    /// <summary>A token is renewed before so long is left.</summary>
    public static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(7);

    /// <summary>So soon that somebody has to rotate it.</summary>
    public static bool IsSoon(DateTimeOffset? expiry, DateTimeOffset now) =>
        expiry is { } end && end - now < ExpiresSoon;
}

/// <summary>An account whole.</summary>
/// <param name="Past">Roles that were given and are over, newest first.</param>
/// <param name="Tokens">Newest first, ended ones too; null where they aren't for who looks.</param>
/// <param name="WorkloadTokens">Got by such a rule and working, newest first, of very many the newest; null where they aren't for who looks.</param>
/// <param name="WorkloadTokenCount">How many of them there are.</param>
/// <param name="Workloads">The rules by which workloads get tokens of it, by number; null where they aren't for who looks.</param>
/// <param name="Changes">Requested by it, newest first.</param>
/// <param name="Acts">What was done to it, newest first; null where that isn't for who looks.</param>
public sealed record AccountDetails(
    AccountRow Row,
    IReadOnlyList<PastRole> Past,
    IReadOnlyList<TokenRow>? Tokens,
    IReadOnlyList<TokenRow>? WorkloadTokens,
    int? WorkloadTokenCount,
    IReadOnlyList<WorkloadRule>? Workloads,
    IReadOnlyList<ChangeRow> Changes,
    IReadOnlyList<AuditEvent>? Acts
);

/// <summary>Which accounts are listed.</summary>
/// <param name="Text">Stands in the name or the description; null: any.</param>
/// <param name="Team">By name; null: of any.</param>
/// <param name="State">Null: all but those that were removed.</param>
public sealed record AccountFilter(string? Text = null, string? Team = null, AccountState? State = null);
