using System.Collections.Immutable;
using System.Text;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Arguments;

namespace Portal.Engines.Flink;

/// <summary>A run of a JAR to be started.</summary>
/// <param name="JobId">The id it is to have, which follows from the run of the change that starts it.</param>
/// <param name="Secrets">In the clear, behind the other arguments and in their order: for the program and for nothing else.</param>
/// <param name="From">The savepoint or checkpoint it starts from; null: without state.</param>
/// <param name="Rehearsal">Null: it runs in production. A rehearsal leaves no checkpoints behind when it ends.</param>
public sealed record ProgramSubmission(
    string Name,
    string JobId,
    JobDefinition Definition,
    JobProgram Program,
    ImmutableArray<string> Secrets,
    string? From,
    RehearsedArguments? Rehearsal = null
)
{
    private const string Hidden = "•••";

    internal IReadOnlyList<string> Arguments =>
        [
            .. ProgramArguments.Of(Definition, Rehearsal),
            .. Program.Secrets.Zip(Secrets).SelectMany(s => new[] { $"--{s.First.Name}", s.Second }),
        ];

    /// <summary>Words of the program's, which may hold a secret that it was given.</summary>
    internal string Masked(string words) =>
        Secrets.Aggregate(words, (masked, secret) => masked.Replace(secret, Hidden, StringComparison.Ordinal));

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Name}, {JobId}, {Program.Artifact}");
        return true;
    }
}
