using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Changes.Approvals;

/// <summary>Somebody votes for an approver of a team, for a while. It is kept when it has ended.</summary>
public sealed class VoteDelegation
{
    public long Id { get; private set; }

    /// <summary>The approver.</summary>
    public required PersonId DelegatorId { get; init; }
    public required PersonId DelegateId { get; init; }
    public required TeamId TeamId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Before its time.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The handle of who ended it before its time.</summary>
    public string? EndedBy { get; set; }
}

internal sealed class VoteDelegationMap : IEntityTypeConfiguration<VoteDelegation>
{
    public void Configure(EntityTypeBuilder<VoteDelegation> e)
    {
        // The view leaves out what isn't in force, so that nobody counts it by mistake.
        e.ToTable("vote_delegation").ToView("vote_delegation_in_force").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
