using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>A JAR that was uploaded.</summary>
public sealed class Artifact
{
    private const int LongestName = 200;

    public long Id { get; private set; }

    /// <summary>SHA-256 of its content, in 64 hexadecimal digits; null while it is being uploaded.</summary>
    public string? Digest { get; set; }

    /// <summary>As the file was called.</summary>
    public required string Name { get; init; }
    public long Bytes { get; set; }

    /// <summary>The entry class that its manifest names; null when it names none.</summary>
    public string? MainClass { get; set; }
    public required string UploadedBy { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>What a file is called, without where it lay.</summary>
    public static string NameOf(string file)
    {
        var name = Path.GetFileName(file.Trim().Replace('\\', '/')).Replace("\0", "", StringComparison.Ordinal);
        return name.Length == 0 ? "unnamed.jar" : name[..Math.Min(name.Length, LongestName)];
    }
}

/// <summary>A piece of a JAR's content: all but the last are of <see cref="Size"/> bytes.</summary>
public sealed class ArtifactPart
{
    public const int Size = 1024 * 1024;

    public required long ArtifactId { get; init; }
    public required int Ordinal { get; init; }
    public required byte[] Content { get; init; }
}

internal sealed class ArtifactMap : IEntityTypeConfiguration<Artifact>
{
    public void Configure(EntityTypeBuilder<Artifact> builder)
    {
        builder.ToTable("artifact").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class ArtifactPartMap : IEntityTypeConfiguration<ArtifactPart>
{
    public void Configure(EntityTypeBuilder<ArtifactPart> builder) =>
        builder.ToTable("artifact_part").HasKey(x => new { x.ArtifactId, x.Ordinal });
}
