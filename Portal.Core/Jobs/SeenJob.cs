using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Jobs.Operators;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>One run of a job as it was last seen.</summary>
public sealed class SeenJob
{
    public required ClusterId ClusterId { get; init; }
    public required string JobId { get; init; }
    public required string Name { get; init; }

    /// <summary>Flink's word: RUNNING, RESTARTING, FINISHED.</summary>
    public required string Status { get; set; }

    /// <summary>What it carries; null when the portal didn't start it.</summary>
    public JobDefinition? Definition { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public JobFacts Facts { get; set; } = JobFacts.None;

    /// <summary>Null: not read yet.</summary>
    public JobWatermarks? Watermarks { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Flink doesn't know it any more.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public JobRunState State =>
        GoneAt is not null ? JobRunState.Forgotten
        : FlinkStatus.IsOver(Status) ? JobRunState.Ended
        : JobRunState.Alive;

    /// <summary>Its Flink, however fresh its answers, hasn't listed it or answered for it for so long that what was last seen is no longer what is.</summary>
    public bool IsUnlisted(DateTimeOffset now) => State == JobRunState.Alive && !JobRules.IsFresh(SeenAt, now);

    /// <summary>
    /// A moment of Flink's by the portal's clock, as far as it is known how the two differ. Of a run that isn't alive as Flink has it: that is listed and
    /// not read again.
    /// </summary>
    public DateTimeOffset ByPortal(DateTimeOffset flinks) =>
        State == JobRunState.Alive && Facts.AsOf is { } asOf ? flinks + (SeenAt - asOf) : flinks;

    /// <summary>
    /// What a start after its end goes on from; null when nothing was completed. A savepoint that it went on after is taken where it has no checkpoint only: what it had prepared
    /// may not be committed.
    /// </summary>
    public JobCheckpoint? Left() =>
        Status == FlinkStatus.Finished || Definition is { MayWriteInTransactions: false }
            ? Facts.NewestState
            : Facts.LastCompleted ?? Facts.NewestState;

    public LiveJob ToLive(string? restoreFrom, int others) =>
        new(Name, JobId, State, Status, Definition, restoreFrom, others) { CheckpointMode = Facts.CheckpointMode };
}

/// <summary>How a cluster's Flink was last read.</summary>
public sealed class FlinkReading
{
    public required ClusterId ClusterId { get; init; }

    /// <summary>When its jobs were last read; null: not yet. One that wasn't answered for then is as old as <see cref="SeenJob.SeenAt"/>.</summary>
    public DateTimeOffset? ReadAt { get; set; }
    public string? Version { get; set; }

    /// <summary>What answered at its address before; null: no other version was seen.</summary>
    public string? FormerVersion { get; private set; }

    /// <summary>When <see cref="Version"/> was first seen after the former one.</summary>
    public DateTimeOffset? VersionSince { get; private set; }
    public int? Slots { get; set; }
    public int? FreeSlots { get; set; }

    /// <summary>Why the newest reading failed; null when it didn't.</summary>
    public string? Failure { get; set; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>Null: no other version was seen.</summary>
    public FlinkVersionChange? VersionChange =>
        this is { Version: { } version, FormerVersion: { } former, VersionSince: { } since }
            ? new(former, version, since)
            : null;

    /// <summary>Another version than the last one doesn't make that forgotten.</summary>
    public void Answered(string version, DateTimeOffset now)
    {
        if (Version is { } former && former != version)
        {
            (FormerVersion, VersionSince) = (former, now);
        }

        Version = version;
    }
}

internal sealed class SeenJobMap : IEntityTypeConfiguration<SeenJob>
{
    public void Configure(EntityTypeBuilder<SeenJob> builder)
    {
        builder.ToTable("seen_job").HasKey(x => new { x.ClusterId, x.JobId });
        builder.Ignore(x => x.State);
        builder
            .Property(x => x.Definition)
            .HasColumnType("jsonb")
            .HasConversion(
                v => v == null ? null : CoreJson.Write(v),
                json => json == null ? null : CoreJson.Read<JobDefinition>(json),
                ValueComparer.CreateDefault<JobDefinition?>(false)
            );
        builder
            .Property(x => x.Watermarks)
            .HasColumnType("jsonb")
            .HasConversion(
                v => v == null ? null : CoreJson.Write(v),
                json => json == null ? null : CoreJson.Read<JobWatermarks>(json),
                ValueComparer.CreateDefault<JobWatermarks?>(false)
            );
        builder
            .Property(x => x.Facts)
            .HasColumnType("jsonb")
            .HasConversion(new JsonColumn<JobFacts>(), ValueComparer.CreateDefault<JobFacts>(false));
    }
}

internal sealed class FlinkReadingMap : IEntityTypeConfiguration<FlinkReading>
{
    public void Configure(EntityTypeBuilder<FlinkReading> builder)
    {
        builder.ToTable("flink_reading").HasKey(x => x.ClusterId);
        builder.Ignore(x => x.VersionChange);
    }
}
