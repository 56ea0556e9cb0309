using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Checkpoints;

/// <summary>A checkpoint or savepoint that is over, as it is kept after Flink has dropped it.</summary>
public sealed class KeptCheckpoint
{
    /// <summary>Of each run, by their numbers.</summary>
    public const int MostOfRun = 500;

    public required ClusterId ClusterId { get; init; }
    public required string JobId { get; init; }

    /// <summary>Flink's.</summary>
    public required long Number { get; init; }

    /// <summary>When it was triggered.</summary>
    public required DateTimeOffset At { get; init; }
    public TimeSpan? Took { get; init; }

    /// <summary>The state's whole size.</summary>
    public long? Bytes { get; init; }
    public required bool IsSavepoint { get; init; }

    /// <summary>Flink's word.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed; null when it didn't.</summary>
    public string? Failure { get; init; }

    public bool IsCompleted => Status == JobCheckpoint.Completed;

    /// <summary>Of all these runs, newest first.</summary>
    internal static async Task<IReadOnlyList<KeptCheckpoint>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> runs,
        CancellationToken stop
    ) =>
        await db.Set<KeptCheckpoint>()
            .AsNoTracking()
            .Where(c => c.ClusterId == cluster && runs.Contains(c.JobId))
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Number)
            .Take(MostOfRun)
            .ToListAsync(stop);
}

internal sealed class KeptCheckpointMap : IEntityTypeConfiguration<KeptCheckpoint>
{
    public void Configure(EntityTypeBuilder<KeptCheckpoint> builder)
    {
        builder
            .ToTable("job_checkpoint")
            .HasKey(x => new
            {
                x.ClusterId,
                x.JobId,
                x.Number,
            });
        builder.Ignore(x => x.IsCompleted);
    }
}
