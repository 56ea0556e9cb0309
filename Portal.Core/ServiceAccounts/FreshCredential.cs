using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.ServiceAccounts;

/// <summary>A generated password, sealed, from before it is set until its requester has seen it or its run has been over for a day.</summary>
public sealed class FreshCredential
{
    public long Id { get; private set; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }

    /// <summary>Which set it.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Only Data Protection can read it; null once it was erased.</summary>
    public byte[]? Sealed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RevealedAt { get; set; }
    public string? RevealedTo { get; set; }
}

internal sealed class FreshCredentialMap : IEntityTypeConfiguration<FreshCredential>
{
    public void Configure(EntityTypeBuilder<FreshCredential> builder)
    {
        builder.ToTable("fresh_credential").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
