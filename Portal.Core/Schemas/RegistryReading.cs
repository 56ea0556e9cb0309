using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>How a cluster's registry was last read.</summary>
public sealed class RegistryReading
{
    public required ClusterId ClusterId { get; init; }

    /// <summary>When the subjects were last read, but for those that are <see cref="SeenSubject.IsUnread"/>; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>The registry's address at that time; null: not known.</summary>
    public string? Address { get; set; }
    public CompatibilityLevel? GlobalLevel { get; set; }

    /// <summary>
    /// Why the newest reading failed, or the same as <see cref="Unread"/> where it read a part: programs of the release before, which know of no
    /// parts, take that for failed. Null when it read all.
    /// </summary>
    public string? Failure { get; set; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>Which subjects that reading left as they were, and why; null: none.</summary>
    public string? Unread { get; set; }

    /// <summary>The first subject that it didn't reach in time, where the next one begins; null: it reached all.</summary>
    public string? NextSubject { get; set; }
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
