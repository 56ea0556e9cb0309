using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Teams;

internal sealed class EnvironmentMap : IEntityTypeConfiguration<ClusterEnvironment>
{
    public void Configure(EntityTypeBuilder<ClusterEnvironment> e)
    {
        e.ToTable("environment").HasKey(x => x.Name);
        e.Property(x => x.Order).HasColumnName("lane");
    }
}

internal sealed class RegionMap : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> e) => e.ToTable("region").HasKey(x => x.Name);
}

internal sealed class TeamMap : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> e)
    {
        e.ToTable("team").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class PersonMap : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> e)
    {
        e.ToTable("person").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class MembershipMap : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> e) =>
        // The view leaves out what has ended, so that nobody reads it by mistake.
        e.ToTable("membership")
            .ToView("membership_in_force")
            .HasKey(x => new
            {
                x.PersonId,
                x.TeamId,
                x.Role,
            });
}
