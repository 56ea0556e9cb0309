using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;

namespace Portal.Core.Jobs.Arguments;

/// <summary>What a rehearsal's arguments name in place of what the running version has.</summary>
/// <param name="Scratch">By the topic as it is declared, the one that is written in its place.</param>
/// <param name="GroupEnding">What follows the name of a consumer group.</param>
public sealed record RehearsedArguments(IReadOnlyDictionary<string, string> Scratch, string GroupEnding);

/// <summary>A program's arguments as its main() gets them. Pure.</summary>
public static class ProgramArguments
{
    /// <param name="rehearsal">Null: it runs in production.</param>
    public static ImmutableArray<string> Of(JobDefinition definition, RehearsedArguments? rehearsal) =>
        [
            .. (definition.Program?.Arguments ?? []).Select(typed =>
                ArgumentText.Filled(typed, placeholder => Value(placeholder, definition, rehearsal))
            ),
        ];

    // A sink with transactions would end those of the running version: both have the prefix of the savepoint's.
    private static string Value(Placeholder placeholder, JobDefinition definition, RehearsedArguments? rehearsal) =>
        placeholder.Kind switch
        {
            PlaceholderKind.Topic => rehearsal?.Scratch.GetValueOrDefault(placeholder.Of)
                ?? JobTableName.Declared(placeholder.Of, isWritten: false).Topic,
            PlaceholderKind.Guarantee => JobWords.Word(
                rehearsal is null ? definition.Guarantee : JobGuarantee.AtLeastOnce
            ),
            _ => $"{placeholder.Of}{rehearsal?.GroupEnding}",
        };
}
