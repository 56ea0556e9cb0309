using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Clusters;

namespace Portal.Core.ServiceAccounts;

/// <summary>A SCRAM credential of a cluster as it was last seen.</summary>
public sealed class SeenCredential
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required CredentialMechanism Mechanism { get; init; }
    public required int Iterations { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
}

/// <summary>How a cluster's SCRAM credentials were last read.</summary>
public sealed class CredentialReading : IClusterReading
{
    public required ClusterId ClusterId { get; init; }

    /// <summary>When all were last told; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Why the newest reading failed; null when it didn't.</summary>
    public string? Failure { get; set; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>The SCRAM mechanisms that its brokers take, as clients are configured with them; null: they don't show it.</summary>
    public string[]? EnabledMechanisms { get; set; }
}

internal sealed class SeenCredentialMap : IEntityTypeConfiguration<SeenCredential>
{
    public void Configure(EntityTypeBuilder<SeenCredential> builder) =>
        builder
            .ToTable("seen_credential")
            .HasKey(x => new
            {
                x.ClusterId,
                x.Name,
                x.Mechanism,
            });
}

internal sealed class CredentialReadingMap : IEntityTypeConfiguration<CredentialReading>
{
    public void Configure(EntityTypeBuilder<CredentialReading> builder) =>
        builder.ToTable("credential_reading").HasKey(x => x.ClusterId);
}
