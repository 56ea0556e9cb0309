using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Teams;

/// <summary>A role in force that counts for a part of what a team owns. A <see cref="Membership"/> counts for all of it.</summary>
public sealed class ScopedRole
{
    /// <summary>Of the grant that gives it.</summary>
    public required long Id { get; init; }
    public required PersonId PersonId { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }
    public string? OnlyEnvironment { get; init; }
    public string? OnlyKind { get; init; }
    public ClusterId? OnlyClusterId { get; init; }
    public string? OnlyName { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public bool Covers(ResourcePlace place) =>
        RoleScope.Of(OnlyEnvironment, OnlyKind, OnlyClusterId, OnlyName)?.Covers(place) == true;
}

internal sealed class ScopedRoleMap : IEntityTypeConfiguration<ScopedRole>
{
    // The view leaves out what has ended, so that nobody reads it by mistake.
    public void Configure(EntityTypeBuilder<ScopedRole> e) => e.ToView("scoped_role_in_force").HasKey(x => x.Id);
}
