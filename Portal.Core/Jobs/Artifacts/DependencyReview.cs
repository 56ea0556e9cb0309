using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>What stands against a program's dependencies as they are stored, by field. Pure.</summary>
internal static class DependencyReview
{
    /// <param name="longestBytes">Of the program's JAR with its dependencies in it.</param>
    public static IEnumerable<FieldProblem> Of(JobArtifact jar, long longestBytes)
    {
        var dependencies = jar.Dependencies ?? [];
        for (var i = 0; i < dependencies.Count; i++)
        {
            if (dependencies[i].Problem is { } problem)
            {
                yield return new($"dependencies[{i}]", problem);
            }
        }

        var bytes = jar.Bytes + dependencies.Sum(d => d.Bytes);
        if (bytes > longestBytes)
        {
            yield return new(
                "dependencies",
                $"The JAR and its dependencies have {Quantity.Binary(bytes)} together; {Quantity.Binary(longestBytes)} are allowed. Leave out what Flink brings along."
            );
        }
    }
}
