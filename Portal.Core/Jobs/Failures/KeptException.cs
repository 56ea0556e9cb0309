using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Jobs.Failures;

/// <summary>One exception of a job, however often and in however many of its runs it came: same root class, same first line.</summary>
public sealed class KeptException
{
    /// <summary>Of one job; those that were seen last stay.</summary>
    public const int MostOfJob = 50;

    public long Id { get; private set; }
    public required ClusterId ClusterId { get; init; }

    /// <summary>The job's.</summary>
    public required string Name { get; init; }

    /// <summary>Of its root cause; empty where that isn't known.</summary>
    public required string Class { get; init; }

    /// <summary>The first line of its root cause.</summary>
    public required string Words { get; init; }

    /// <summary>Where it was seen last; null when the job as a whole failed.</summary>
    public string? Task { get; init; }

    /// <summary>The run that it was seen in last.</summary>
    public required string JobId { get; init; }
    public required int Times { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }
}

internal sealed class KeptExceptionMap : IEntityTypeConfiguration<KeptException>
{
    public void Configure(EntityTypeBuilder<KeptException> builder)
    {
        builder.ToTable("job_exception").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
