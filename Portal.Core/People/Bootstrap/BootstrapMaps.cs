using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.People.Bootstrap;

internal sealed class BootstrapAccountMap : IEntityTypeConfiguration<BootstrapAccount>
{
    public void Configure(EntityTypeBuilder<BootstrapAccount> e)
    {
        e.ToTable("bootstrap_account").HasKey(x => x.Id);
        e.Property(x => x.Id).ValueGeneratedNever();
    }
}

internal sealed class BootstrapLinkMap : IEntityTypeConfiguration<BootstrapLink>
{
    public void Configure(EntityTypeBuilder<BootstrapLink> e) => e.ToTable("bootstrap_link").HasKey(x => x.CodeHash);
}

internal sealed class BootstrapAttemptMap : IEntityTypeConfiguration<BootstrapAttempt>
{
    public void Configure(EntityTypeBuilder<BootstrapAttempt> e)
    {
        e.ToTable("bootstrap_attempt").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal static class BootstrapQuery
{
    /// <summary>The account, nobody else's until the transaction ends: passwords are tried one after the other.</summary>
    public static async Task<BootstrapAccount> LockBootstrap(this PortalDb db, CancellationToken stop) =>
        (
            await db.Set<BootstrapAccount>().FromSql($"select * from bootstrap_account for update").ToListAsync(stop)
        ).Single();
}
