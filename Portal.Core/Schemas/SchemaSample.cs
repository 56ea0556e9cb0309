using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>What of a record carries a schema's id.</summary>
public enum RecordPart
{
    Key,
    Value,
}

/// <summary>How many records of a sample carry one id.</summary>
/// <param name="Bytes">Of these records, unpacked.</param>
/// <param name="NewestAt">The newest one's timestamp; null where it has none.</param>
public sealed record SchemaIdUse(RecordPart Part, int Id, int Records, long Bytes, DateTimeOffset? NewestAt);

/// <summary>The newest records of a topic, by the schema ids that they carry. No record is kept.</summary>
public sealed class SchemaSample
{
    public required ClusterId ClusterId { get; init; }
    public required string Topic { get; init; }

    /// <summary>The one that was sampled: another under the same name has written nothing of this.</summary>
    public required Guid TopicId { get; set; }

    /// <summary>The end offsets of all partitions, added up: while it stays, nothing was written.</summary>
    public long Ends { get; set; }

    /// <summary>How many were looked at.</summary>
    public int Records { get; set; }

    /// <summary>How many couldn't be unpacked.</summary>
    public int Unread { get; set; }
    public ImmutableArray<SchemaIdUse> Ids { get; set; } = [];

    /// <summary>The ids alone.</summary>
    public int[] Carried { get; set; } = [];

    /// <summary>Null: none was taken yet.</summary>
    public DateTimeOffset? TakenAt { get; set; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>Why none could be taken; null when one could.</summary>
    public string? Failure { get; set; }
}

internal sealed class SchemaSampleMap : IEntityTypeConfiguration<SchemaSample>
{
    public void Configure(EntityTypeBuilder<SchemaSample> builder)
    {
        builder.ToTable("schema_sample").HasKey(x => new { x.ClusterId, x.Topic });
        builder
            .Property(x => x.Ids)
            .HasColumnType("jsonb")
            .HasConversion(
                new JsonColumn<ImmutableArray<SchemaIdUse>>(),
                ValueComparer.CreateDefault<ImmutableArray<SchemaIdUse>>(false)
            );
    }
}
