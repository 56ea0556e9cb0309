using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

internal sealed class ChangeMap : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> e)
    {
        e.ToTable("change").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.Owners);
        e.Ignore(x => x.Owned);
        e.Ignore(x => x.Places);
        e.ComplexProperty(x => x.Actor, ActorColumns.Map);
        e.Property(x => x.Version).IsRowVersion().HasColumnName("xmin");
        e.HasMany(x => x.Resources).WithOne().HasForeignKey(x => x.ChangeId);
    }
}

internal sealed class ChangeResourceMap : IEntityTypeConfiguration<ChangeResource>
{
    public void Configure(EntityTypeBuilder<ChangeResource> e)
    {
        e.ToTable("change_resource").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.On);
        e.Property(x => x.Wanted).HasColumnType("jsonb");
        e.Property(x => x.Base).HasColumnType("jsonb");
    }
}
