using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.FlinkClusters;

/// <summary>What the newest test of a cluster's Flink found.</summary>
public sealed class FlinkTest
{
    public required ClusterId ClusterId { get; init; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>Why the newest test could not be done; null when it was.</summary>
    public string? Failure { get; private set; }

    /// <summary>Of the facts; null: no test was done yet.</summary>
    public DateTimeOffset? TestedAt { get; private set; }
    public FlinkFacts? Facts { get; private set; }

    /// <summary>When a worker made the newest one; null: another process did.</summary>
    public DateTimeOffset? ByWorkerAt { get; internal set; }

    internal void Found(FlinkFacts facts, DateTimeOffset now) =>
        (TriedAt, TestedAt, Facts, Failure) = (now, now, facts, null);

    /// <summary>What was found before stays, with its time.</summary>
    internal void Failed(string words, DateTimeOffset now) => (TriedAt, Failure) = (now, words);
}

internal sealed class FlinkTestMap : IEntityTypeConfiguration<FlinkTest>
{
    public void Configure(EntityTypeBuilder<FlinkTest> builder)
    {
        builder.ToTable("flink_test").HasKey(x => x.ClusterId);
        builder
            .Property(x => x.Facts)
            .HasColumnType("jsonb")
            .HasConversion(
                v => v == null ? null : CoreJson.Write(v),
                json => json == null ? null : CoreJson.Read<FlinkFacts>(json),
                ValueComparer.CreateDefault<FlinkFacts?>(false)
            );
    }
}
