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

    /// <summary>None where they stay as they were.</summary>
    public static IEnumerable<PlanLine> Dependencies(StartJob start, RenderFragment subject, JobEvidence? seen) =>
        start.Moves.Any(move => move.Field == "dependencies")
            ?
            [
                new(
                    null,
                    "dependencies",
                    subject,
                    DependencyValue(start.Former?.Program, seen),
                    DependencyValue(start.Definition.Program, seen)
                ),
            ]
            : [];

    public static PlanLine Upload(UploadArtifact upload, RenderFragment subject, JobEvidence? seen) =>
        new(
            null,
            "JAR at Flink",
            subject,
            null,
            JarValue(upload.Artifact, seen),
            upload.Jars.Dependencies.IsEmpty
                ? "Nothing runs yet"
                : $"With {Quantity.Of(upload.Jars.Dependencies.Length, "dependency", "dependencies")}. Nothing runs yet",
            Undo: "deleted at Flink"
        );

    // "orders.jar" with the beginning of its digest, and its size.
    private static PlanValue JarValue(string digest, JobEvidence? seen) =>
        seen?.Artifacts.FirstOrDefault(jar => jar.Digest == digest) is { Problem: null } known
            ? new(known.Name, $"{JobProgram.Brief(digest)}, {Quantity.Binary(known.Bytes)}")
            : new(JobProgram.Brief(digest));

    // "rules.jar, prices.jar", and where one isn't known, the beginning of its digest.
    private static PlanValue? DependencyValue(JobProgram? program, JobEvidence? seen) =>
        program?.Jars.Dependencies is { IsEmpty: false } digests
            ? new(
                string.Join(
                    ", ",
                    digests.Select(digest =>
                        (seen?.Artifacts ?? [])
                            .SelectMany(jar => jar.Dependencies ?? [])
                            .FirstOrDefault(jar => jar.Digest == digest)
                            is { Problem: null } known
                            ? known.Name
                            : JobProgram.Brief(digest)
                    )
                ),
                program.Jars.DependenciesInWords
            )
            : null;
}
