using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.People.Accounts;

/// <summary>What a workload's token has to state to get a short token of a Portal service account.</summary>
public sealed class WorkloadRule
{
    public long Id { get; private set; }
    public required PersonId AccountId { get; init; }

    /// <summary>The issuer's key in the settings.</summary>
    public required string Issuer { get; init; }

    /// <summary>Each claim with the value that it must have, letter for letter.</summary>
    public required ImmutableSortedDictionary<string, string> Claims { get; init; }
    public required string[] Scopes { get; init; }

    /// <summary>How long a token that is got by it is good for.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The handle of who answers for what is requested with it.</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The API token that added it, with which it ends; null: a person did on a page.</summary>
    public long? MadeWith { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Who got the last token by it, as the issuer calls it.</summary>
    public string LastSubject { get; init; } = "";

    /// <summary>The claims in a line, for people.</summary>
    public string InWords => string.Join(", ", Claims.Select(claim => $"{claim.Key} is {claim.Value}"));
}

internal sealed class WorkloadRuleMap : IEntityTypeConfiguration<WorkloadRule>
{
    public void Configure(EntityTypeBuilder<WorkloadRule> e)
    {
        e.ToTable("workload_rule").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.InWords);
        e.Property(x => x.Claims)
            .HasColumnType("jsonb")
            .HasConversion(
                v => CoreJson.Write(v),
                json => CoreJson.Read<ImmutableSortedDictionary<string, string>>(json),
                ValueComparer.CreateDefault<ImmutableSortedDictionary<string, string>>(false)
            );
    }
}
