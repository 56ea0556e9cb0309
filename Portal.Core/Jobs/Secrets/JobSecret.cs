using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Jobs.Secrets;

/// <summary>A secret among the arguments of jobs. A spec names it by its number; its value is sealed, and shown nowhere.</summary>
public sealed class JobSecret
{
    public long Id { get; private set; }

    /// <summary>Whose jobs may have it.</summary>
    public required TeamId TeamId { get; init; }

    /// <summary>Null once erased.</summary>
    public byte[]? Sealed { get; set; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}

internal sealed class JobSecretMap : IEntityTypeConfiguration<JobSecret>
{
    public void Configure(EntityTypeBuilder<JobSecret> builder)
    {
        builder.ToTable("job_secret").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
