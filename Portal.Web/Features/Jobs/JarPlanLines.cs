using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>The JAR of a job as lines of a diff.</summary>
internal static class JarPlanLines
{
    public static PlanLine Artifact(
        JobProgram program,
        JobProgram? former,
        RenderFragment subject,
        JobEvidence? seen
    ) =>
        new(
            null,
            "artifact",
            subject,
            former is null ? null : JarValue(former.Artifact, seen),
            JarValue(program.Artifact, seen),
            former?.Artifact == program.Artifact ? "Unchanged"
                : seen?.Artifacts.FirstOrDefault(jar => jar.Digest == program.Artifact) is { EntryClass: { } entry }
                    ? $"Runs {entry}"
                : ""
        );

    public static PlanLine Upload(UploadArtifact upload, RenderFragment subject, JobEvidence? seen) =>
        new(
            null,
            "JAR at Flink",
            subject,
            null,
            JarValue(upload.Artifact, seen),
            "Nothing runs yet",
            Undo: "deleted at Flink"
        );

    // "orders.jar" with the beginning of its digest, and its size.
    private static PlanValue JarValue(string digest, JobEvidence? seen) =>
        seen?.Artifacts.FirstOrDefault(jar => jar.Digest == digest) is { Problem: null } known
            ? new(known.Name, $"{JobProgram.Brief(digest)}, {Quantity.Binary(known.Bytes)}")
            : new(JobProgram.Brief(digest));
}
