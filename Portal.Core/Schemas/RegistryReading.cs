using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>How a cluster's registry was last read.</summary>
public sealed class RegistryReading
{
    public required ClusterId ClusterId { get; init; }

    /// <summary>When all subjects were last told; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; set; }
    public CompatibilityLevel? GlobalLevel { get; set; }

    /// <summary>Why the newest reading failed; null when it didn't.</summary>
    public string? Failure { get; set; }
    public required DateTimeOffset TriedAt { get; set; }
}

internal sealed class RegistryReadingMap : IEntityTypeConfiguration<RegistryReading>
{
    public void Configure(EntityTypeBuilder<RegistryReading> builder)
    {
        builder.ToTable("registry_reading").HasKey(x => x.ClusterId);
        builder
            .Property(x => x.GlobalLevel)
            .HasConversion(v => v == null ? null : v.Value.Word(), v => RegistryWords.Read<CompatibilityLevel>(v));
    }
}
