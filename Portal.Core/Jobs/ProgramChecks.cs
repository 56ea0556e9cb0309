using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What stands between a job and running its JAR, as checks.</summary>
internal static class ProgramChecks
{
    private const string Artifact = "artifact";
    private const string Dependencies = "dependencies";
    private const string Secrets = "secret-arguments";

    public static IEnumerable<Finding> Of(
        CheckedResource resource,
        JobSpec wanted,
        JobProgram program,
        JobEvidence? seen
    )
    {
        if (seen is null)
        {
            yield return resource.Say(Artifact, CheckVerdict.Noted, "Its JAR is looked at when the plan is computed.");
            yield break;
        }

        var jar = JarOf(program, seen);
        yield return jar switch
        {
            null => resource.Say(Artifact, CheckVerdict.Unknown, "Whether its JAR is in the store isn't known."),
            { Problem: { } problem } => resource.Say(Artifact, CheckVerdict.Blocked, problem),
            _ => resource.Say(
                Artifact,
                CheckVerdict.Passed,
                $"{jar.Name}, {Quantity.Binary(jar.Bytes)}, uploaded by {jar.UploadedBy}, has the entry class {jar.EntryClass}."
            ),
        };
        if (jar?.Dependencies is { } dependencies)
        {
            yield return dependencies.Select(d => d.Problem).OfType<string>().ToList() is [_, ..] problems
                ? resource.Say(Dependencies, CheckVerdict.Blocked, string.Join(' ', problems))
                : resource.Say(
                    Dependencies,
                    CheckVerdict.Passed,
                    $"{Quantity.Of(dependencies.Count, "dependency", "dependencies")}, {Quantity.Binary(dependencies.Sum(d => d.Bytes))}: {string.Join(", ", dependencies.Select(d => d.Name))}."
                );
        }

        if (!program.Secrets.IsEmpty)
        {
            var missing = program.Secrets.FirstOrDefault(s => !seen.Secrets.Contains(new(s.Secret, wanted.Owner)));
            yield return missing is not null
                ? resource.Say(
                    Secrets,
                    CheckVerdict.Blocked,
                    $"There is no secret {missing.Secret} of {wanted.Owner} for the argument {missing.Name}: it was never stored, was erased because nothing used it, or is another team's. Store it again."
                )
                : resource.Say(
                    Secrets,
                    CheckVerdict.Passed,
                    $"The program gets {Quantity.Of(program.Secrets.Length, "secret", "secrets")}: {string.Join(", ", program.Secrets.Select(s => s.Name))}."
                );
        }
    }

    // The version before may have the same JAR with other dependencies.
    private static JobArtifact? JarOf(JobProgram program, JobEvidence seen) =>
        seen.Artifacts.FirstOrDefault(jar =>
            jar.Digest == program.Artifact
            && (jar.Dependencies ?? []).Select(d => d.Digest).SequenceEqual(program.Jars.Dependencies)
        );
}
