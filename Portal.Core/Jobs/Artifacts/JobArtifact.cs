using System.Text.Json.Serialization;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>A JAR as plans and pages show it.</summary>
/// <param name="Bytes">0 where it isn't in the store.</param>
/// <param name="EntryClass">That the job runs; null where none is known.</param>
/// <param name="Problem">Why the job can't run it; null when it can.</param>
/// <param name="Dependencies">In the order of the class path; null: none.</param>
public sealed record JobArtifact(
    string Digest,
    string Name,
    long Bytes,
    string UploadedBy,
    DateTimeOffset? UploadedAt,
    string? EntryClass,
    string? Problem,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<JobDependency>? Dependencies = null
);

/// <summary>A JAR that a program's JAR depends on.</summary>
/// <param name="Name">Empty where it isn't in the store.</param>
/// <param name="Bytes">0 where it isn't in the store.</param>
/// <param name="Problem">Why the program can't have it; null when it can.</param>
public sealed record JobDependency(string Digest, string Name, long Bytes, string? Problem);
