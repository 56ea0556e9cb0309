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
    // Of a secret of several lines: shorter ones are brackets.
    private const int ShortestLine = 4;

    internal IReadOnlyList<string> Arguments =>
        [
            .. ProgramArguments.Of(Definition, Rehearsal),
            .. Program.Secrets.Zip(Secrets).SelectMany(s => new[] { $"--{s.First.Name}", s.Second }),
        ];

    /// <summary>
    /// What is shown in no words of the program's, the longest first: its secrets, without the white space around them, and each line of one of several.
    /// </summary>
    internal ImmutableArray<string> Hidden =>
        [
            .. Secrets
                .SelectMany(Forms)
                .Where(form => form.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(form => form.Length),
        ];

    private static IEnumerable<string> Forms(string secret) =>
        secret
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length >= ShortestLine)
            .Prepend(secret.Trim());

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Name}, {JobId}, {Program.Artifact}");
        return true;
    }
}
