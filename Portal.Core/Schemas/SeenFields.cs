using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Schemas;

/// <summary>The fields of a subject's newest version, for the search.</summary>
public sealed class SeenFields
{
    /// <summary>Of a schema with more of them, the others aren't found.</summary>
    public const int Most = 2_000;

    public required ClusterId ClusterId { get; init; }
    public required string Subject { get; init; }

    /// <summary>Which version they were read from.</summary>
    public required int Version { get; set; }
    public required int SchemaId { get; set; }

    /// <summary>One a line.</summary>
    public required string Paths { get; set; }

    /// <summary>In lower case, by the store.</summary>
    public string Search { get; private set; } = "";
}

internal sealed class SeenFieldsMap : IEntityTypeConfiguration<SeenFields>
{
    public void Configure(EntityTypeBuilder<SeenFields> builder)
    {
        builder.ToTable("seen_fields").HasKey(x => new { x.ClusterId, x.Subject });
        builder.Property(x => x.Search).ValueGeneratedOnAddOrUpdate();
    }
}
