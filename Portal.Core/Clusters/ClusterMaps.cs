using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Clusters;

internal sealed class ClusterMap : IEntityTypeConfiguration<Cluster>
{
    public void Configure(EntityTypeBuilder<Cluster> e)
    {
        e.ToTable("cluster").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.Kafka);
        e.HasMany(x => x.Endpoints).WithOne().HasForeignKey(x => x.ClusterId);
    }
}

internal sealed class EndpointMap : IEntityTypeConfiguration<Endpoint>
{
    public void Configure(EntityTypeBuilder<Endpoint> e)
    {
        e.ToTable("endpoint").HasKey(x => x.Id);
        e.Ignore(x => x.HttpSignIn);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class SecretMap : IEntityTypeConfiguration<Secret>
{
    public void Configure(EntityTypeBuilder<Secret> e)
    {
        e.ToTable("secret").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
