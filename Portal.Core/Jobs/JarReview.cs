using System.Text.RegularExpressions;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong with the JARs that a spec names, by field. Whether they are stored, the store says.</summary>
internal static partial class JarReview
{
    public static IEnumerable<FieldProblem> Of(JobProgram program)
    {
        if (program.Artifact.Length == 0)
        {
            yield return new("artifact", "Upload the JAR that the job runs.");
        }
        else if (!Digest().IsMatch(program.Artifact))
        {
            yield return new("artifact", "Enter the JAR's SHA-256, in 64 hexadecimal digits, as its upload gave it.");
        }

        var dependencies = program.Dependencies ?? [];
        if (dependencies.Count > ProgramJars.MostDependencies)
        {
            yield return new("dependencies", ProgramJars.TooMany);
            yield break;
        }

        for (var i = 0; i < dependencies.Count; i++)
        {
            if (Problem(program.Artifact, [.. dependencies.Take(i)], dependencies[i]) is { } words)
            {
                yield return new($"dependencies[{i}]", words);
            }
        }
    }

    private static string? Problem(string program, IReadOnlyList<string> before, string dependency) =>
        !Digest().IsMatch(dependency)
            ? "Enter the SHA-256 of the dependency's JAR, in 64 hexadecimal digits, as its upload gave it."
        : dependency == program ? $"{JobProgram.Brief(dependency)} is the program's own JAR. Remove it here."
        : before.Contains(dependency, StringComparer.Ordinal)
            ? $"{JobProgram.Brief(dependency)} is listed twice. Remove one of them."
        : null;

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Digest();
}
