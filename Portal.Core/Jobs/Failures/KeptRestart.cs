using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Failures;

/// <summary>A restart of a run that a reading saw. Between two readings there may have been more: Flink tells of the last one alone.</summary>
public sealed class KeptRestart
{
    /// <summary>Of each run, the newest.</summary>
    public const int MostOfRun = 500;

    public required ClusterId ClusterId { get; init; }
    public required string JobId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of all these runs, oldest first.</summary>
    internal static async Task<IReadOnlyList<DateTimeOffset>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> runs,
        CancellationToken stop
    ) =>
        await db.Set<KeptRestart>()
            .Where(r => r.ClusterId == cluster && runs.Contains(r.JobId))
            .OrderBy(r => r.At)
            .Select(r => r.At)
            .ToListAsync(stop);
}

internal sealed class KeptRestartMap : IEntityTypeConfiguration<KeptRestart>
{
    public void Configure(EntityTypeBuilder<KeptRestart> builder) =>
        builder
            .ToTable("job_restart")
            .HasKey(x => new
            {
                x.ClusterId,
                x.JobId,
                x.At,
            });
}
