using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>A role for an emergency: opened by one person, confirmed by a second, reviewed by a third. It is kept.</summary>
public sealed class BreakGlassAccess
{
    public long Id { get; private set; }

    /// <summary>Who opened it, and has the role.</summary>
    public required PersonId PersonId { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Nobody confirms it after that.</summary>
    public required DateTimeOffset ConfirmBy { get; init; }
    public PersonId? ConfirmedBy { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>At the latest.</summary>
    public DateTimeOffset? EndsAt { get; set; }
    public long? GrantId { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>A handle; the clock where its time was over.</summary>
    public string? EndedBy { get; set; }
    public string? ReviewedBy { get; set; }
    public DateTimeOffset? ReviewedAt { get; set; }
    public string Review { get; set; } = "";
}

internal sealed class BreakGlassMap : IEntityTypeConfiguration<BreakGlassAccess>
{
    public void Configure(EntityTypeBuilder<BreakGlassAccess> e)
    {
        e.ToTable("break_glass").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
