using System.ComponentModel;
using Portal.Core.Jobs.Artifacts;

namespace Portal.Web.Api.Jobs;

/// <summary>The JAR of a job.</summary>
public sealed record JobArtifactDto(
    [property: Description("Its SHA-256, in hexadecimal digits.")] string Digest,
    [property: Description("Empty where it isn't stored.")] string Name,
    [property: Description("Bytes; 0 where it isn't stored.")] long Bytes,
    [property: Description("Empty where it isn't stored.")] string UploadedBy,
    DateTimeOffset? UploadedAt,
    [property: Description("The class that is run; null where none is known.")] string? EntryClass,
    [property: Description("Why it can't be run; null when it can.")] string? Problem,
    [property: Description("JARs on the program's class path, in its order.")]
        IReadOnlyList<JobDependencyDto> Dependencies
)
{
    public static JobArtifactDto Of(JobArtifact jar) =>
        new(
            jar.Digest,
            jar.Name,
            jar.Bytes,
            jar.UploadedBy,
            jar.UploadedAt,
            jar.EntryClass,
            jar.Problem,
            [.. (jar.Dependencies ?? []).Select(JobDependencyDto.Of)]
        );
}

/// <summary>A JAR that the JAR of a job depends on.</summary>
public sealed record JobDependencyDto(
    [property: Description("Its SHA-256, in hexadecimal digits.")] string Digest,
    [property: Description("Empty where it isn't stored.")] string Name,
    [property: Description("Bytes; 0 where it isn't stored.")] long Bytes,
    [property: Description("Why the program can't have it; null when it can.")] string? Problem
)
{
    public static JobDependencyDto Of(JobDependency dependency) =>
        new(dependency.Digest, dependency.Name, dependency.Bytes, dependency.Problem);
}
