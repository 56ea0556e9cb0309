using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>A role that a person gave, with its reason and its end, or a limited one that a rule gives. It is kept when it has ended.</summary>
public sealed class RoleGrant
{
    /// <summary>Of one that a rule gives: it has no end of its own.</summary>
    public static readonly DateTimeOffset NoEnd = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public long Id { get; private set; }
    public required PersonId PersonId { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }
    public required string Reason { get; init; }

    /// <summary>The handle of who gave it.</summary>
    public required string GivenBy { get; init; }
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>From then on it doesn't count, whatever runs.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>For some hours, at the person's own request.</summary>
    public bool IsElevation { get; init; }

    /// <summary>A role rule gives it, and takes it away.</summary>
    public bool ByRule { get; init; }
    public string? OnlyEnvironment { get; init; }
    public string? OnlyKind { get; init; }
    public ClusterId? OnlyClusterId { get; init; }
    public string? OnlyName { get; init; }

    /// <summary>What it counts for; null: for all that the team owns, and then it is a membership.</summary>
    public RoleScope? Scope => RoleScope.Of(OnlyEnvironment, OnlyKind, OnlyClusterId, OnlyName);

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who took it away before its time, or replaced it; the portal's clock where its time was over.</summary>
    public string? EndedBy { get; set; }
}

internal sealed class RoleGrantMap : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> e)
    {
        e.ToTable("role_grant").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.Scope);
    }
}
