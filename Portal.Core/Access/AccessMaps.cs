using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access;

internal sealed class AccessGrantMap : IEntityTypeConfiguration<AccessGrant>
{
    public void Configure(EntityTypeBuilder<AccessGrant> builder)
    {
        builder.ToTable("access_grant").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class AccessAclMap : IEntityTypeConfiguration<AccessAcl>
{
    public void Configure(EntityTypeBuilder<AccessAcl> builder)
    {
        builder
            .ToTable("access_acl")
            .HasKey(x => new
            {
                x.GrantId,
                x.Principal,
                x.Operation,
                x.Resource,
                x.Pattern,
                x.Name,
                x.Permission,
                x.Host,
            });
        builder.Ignore(x => x.Acl);
    }
}

internal sealed class SeenAclMap : IEntityTypeConfiguration<SeenAcl>
{
    public void Configure(EntityTypeBuilder<SeenAcl> builder)
    {
        builder
            .ToTable("seen_acl")
            .HasKey(x => new
            {
                x.ClusterId,
                x.Principal,
                x.Operation,
                x.Resource,
                x.Pattern,
                x.Name,
                x.Permission,
                x.Host,
            });
        builder.Ignore(x => x.Acl);
    }
}

internal sealed class SeenQuotaMap : IEntityTypeConfiguration<SeenQuota>
{
    public void Configure(EntityTypeBuilder<SeenQuota> builder)
    {
        builder
            .ToTable("seen_quota")
            .HasKey(x => new
            {
                x.ClusterId,
                x.Principal,
                x.ClientId,
                x.Key,
            });
        builder.Ignore(x => x.Quota);
    }
}

internal sealed class AclReadingMap : IEntityTypeConfiguration<AclReading>
{
    public void Configure(EntityTypeBuilder<AclReading> builder) =>
        builder.ToTable("acl_reading").HasKey(x => x.ClusterId);
}
