using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint that a run of a change made.</summary>
public sealed class Savepoint
{
    public long Id { get; private set; }
    public required ClusterId ClusterId { get; init; }

    /// <summary>The job's.</summary>
    public required string Name { get; init; }

    /// <summary>The run of the job that it was taken of, by its id in Flink.</summary>
    public required string JobId { get; init; }

    /// <summary>Which took it.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Taken while the job went on, for a rehearsal; the run that took it deletes it.</summary>
    public bool IsFork { get; init; }

    /// <summary>As Flink names it.</summary>
    public required string Path { get; init; }
    public long? Bytes { get; init; }
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Since when its time is over; null: it isn't.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Since when somebody keeps it; null: nobody does.</summary>
    public DateTimeOffset? PinnedAt { get; set; }
    public string? PinnedBy { get; set; }
    public string? PinReason { get; set; }

    /// <summary>Who had it deleted before its time was over; null: nobody.</summary>
    public string? DeletionRequestedBy { get; set; }

    /// <summary>From then on nothing starts from it.</summary>
    public DateTimeOffset? DeletionSentAt { get; set; }

    /// <summary>Why it could not be deleted.</summary>
    public string? Failure { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>A start from a savepoint, written before it was sent.</summary>
public sealed class SavepointRestore
{
    public required long SavepointId { get; init; }

    /// <summary>The run that starts from it.</summary>
    public required string JobId { get; init; }
    public required RunId RunId { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class SavepointMap : IEntityTypeConfiguration<Savepoint>
{
    public void Configure(EntityTypeBuilder<Savepoint> builder)
    {
        builder.ToTable("savepoint").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}

internal sealed class SavepointRestoreMap : IEntityTypeConfiguration<SavepointRestore>
{
    public void Configure(EntityTypeBuilder<SavepointRestore> builder) =>
        builder.ToTable("savepoint_restore").HasKey(x => new { x.SavepointId, x.JobId });
}
