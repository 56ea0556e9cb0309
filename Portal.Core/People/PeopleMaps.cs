using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.People;

internal sealed class BrowserSessionMap : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> e)
    {
        e.ToTable("browser_session").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class ApiTokenMap : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> e)
    {
        e.ToTable("api_token").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class IdempotencyKeyMap : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> e)
    {
        e.ToTable("idempotency_key").HasKey(x => new { x.PersonId, x.Key });
        e.Property(x => x.Headers)
            .HasColumnType("jsonb")
            .HasConversion(
                v => v == null ? null : CoreJson.Write(v),
                json => json == null ? null : CoreJson.Read<ImmutableSortedDictionary<string, string>>(json),
                ValueComparer.CreateDefault<ImmutableSortedDictionary<string, string>?>(false)
            );
    }
}
