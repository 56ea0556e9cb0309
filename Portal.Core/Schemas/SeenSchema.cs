using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>One version of a subject as it was seen. It never changes, so it is read once.</summary>
public sealed class SeenSchema
{
    public required ClusterId ClusterId { get; init; }
    public required string Subject { get; init; }
    public required int Version { get; init; }
    public required int SchemaId { get; init; }
    public required SchemaType Type { get; init; }
    public required string Text { get; init; }
    public required ImmutableArray<SchemaReference> Refs { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Deleted in the registry.</summary>
    public DateTimeOffset? GoneAt { get; set; }
}

internal sealed class SeenSchemaMap : IEntityTypeConfiguration<SeenSchema>
{
    public void Configure(EntityTypeBuilder<SeenSchema> builder)
    {
        builder
            .ToTable("seen_schema")
            .HasKey(x => new
            {
                x.ClusterId,
                x.Subject,
                x.Version,
            });
        builder.Property(x => x.Type).HasConversion(v => v.Word(), v => RegistryWords.Read<SchemaType>(v)!.Value);
        builder
            .Property(x => x.Refs)
            .HasColumnType("jsonb")
            .HasConversion(
                new JsonColumn<ImmutableArray<SchemaReference>>(),
                ValueComparer.CreateDefault<ImmutableArray<SchemaReference>>(false)
            );
    }
}
