using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People.Accounts;

namespace Portal.Web.Api.People;

/// <summary>What a workload's token has to state to get a short token of a Portal service account.</summary>
public sealed record WorkloadRuleDto(
    long Id,
    [property: Description("The issuer's key in the settings.")] string Issuer,
    [property: Description("Each claim with the value that it must have.")] IReadOnlyDictionary<string, string> Claims,
    IReadOnlyList<string> Scopes,
    [property: Description("How long a token is good for, in minutes.")] int LifetimeMinutes,
    [property: Description("The handle of who answers for what is requested with it.")] string CreatedBy,
    DateTimeOffset CreatedAt,
    [property: Description("It gives nothing from then on.")] DateTimeOffset ExpiresAt,
    [property: Description("When the last token was given by it; null: never yet.")] DateTimeOffset? LastUsedAt,
    [property: Description("Whose that token was, by the issuer's name for it; empty: nobody's yet.")]
        string LastSubject
)
{
    public static WorkloadRuleDto Of(WorkloadRule rule) =>
        new(
            rule.Id,
            rule.Issuer,
            rule.Claims,
            rule.Scopes,
            (int)rule.Lifetime.TotalMinutes,
            rule.CreatedBy,
            rule.CreatedAt,
            rule.ExpiresAt,
            rule.LastUsedAt,
            rule.LastSubject
        );
}

/// <summary>A rule for workloads to be added.</summary>
public sealed record WorkloadRequestDto(
    [property: Description("The issuer's key in the settings.")] string Issuer,
    [property: Description(
        "1 to 10 claims, each with the value that it must have; one of them is your workload's alone."
    )]
        IReadOnlyDictionary<string, string>? Claims,
    [property: Description("read, write, or both.")] IReadOnlyList<string>? Scopes,
    [property: Description("How long a token is good for, in minutes; left out: 15."), Range(5, 60)]
        int? LifetimeMinutes = null
)
{
    internal WorkloadWish ToWish() =>
        new(
            Issuer,
            Claims ?? new Dictionary<string, string>(StringComparer.Ordinal),
            LifetimeMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : WorkloadWish.Usual,
            Scopes ?? []
        );
}
