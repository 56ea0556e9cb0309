using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What stands between a job and running its JAR, as checks.</summary>
internal static class ProgramChecks
{
    private const string Artifact = "artifact";
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

        var jar = seen.Artifacts.FirstOrDefault(a => a.Digest == program.Artifact);
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
}
