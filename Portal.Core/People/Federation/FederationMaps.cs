using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.People.Federation;

internal sealed class ExternalIdentityMap : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> e)
    {
        e.ToTable("external_identity").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class IdentityClaimMap : IEntityTypeConfiguration<IdentityClaim>
{
    public void Configure(EntityTypeBuilder<IdentityClaim> e) =>
        e.ToTable("identity_claim")
            .HasKey(x => new
            {
                x.IdentityId,
                x.Claim,
                x.Value,
            });
}

internal sealed class RoleRuleMap : IEntityTypeConfiguration<RoleRule>
{
    public void Configure(EntityTypeBuilder<RoleRule> e)
    {
        e.ToTable("role_rule").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
