using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Resources;

internal sealed class ResourceMap : IEntityTypeConfiguration<Resource>
{
    public void Configure(EntityTypeBuilder<Resource> e)
    {
        e.ToTable("resource").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.On);
        e.Property(x => x.Spec).HasColumnType("jsonb");
    }
}

internal sealed class IncarnationMap : IEntityTypeConfiguration<Incarnation>
{
    public void Configure(EntityTypeBuilder<Incarnation> e)
    {
        e.ToTable("incarnation").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class DriftMap : IEntityTypeConfiguration<Drift>
{
    public void Configure(EntityTypeBuilder<Drift> e)
    {
        e.ToTable("drift").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
