using Portal.Core.Jobs.Arguments;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>
/// Why a program can't be rehearsed: nobody can turn elsewhere what is in its code, so it has to take its topics, its guarantee and its group from its
/// arguments. Pure.
/// </summary>
internal static class ProgramObstacle
{
    /// <summary>Null when it can, and for SQL.</summary>
    public static string? Of(JobDefinition definition)
    {
        if (definition.Program is not { } program)
        {
            return null;
        }

        var written = RehearsalPlan.Written(definition);
        if (written.IsEmpty)
        {
            return "no topic that its program writes is declared, so what it writes can't be turned to scratch topics";
        }

        var given = program.Arguments.SelectMany(ArgumentText.Placeholders).ToHashSet();
        List<string> missing =
        [
            .. written
                .Select(table => new Placeholder(PlaceholderKind.Topic, table))
                .Append(new(PlaceholderKind.Guarantee, ""))
                .Where(placeholder => !given.Contains(placeholder))
                .Select(placeholder => $"{placeholder}"),
        ];
        if (!program.Reads.IsEmpty && !given.Any(placeholder => placeholder.Kind == PlaceholderKind.Group))
        {
            missing.Add("${group:…}");
        }

        return missing switch
        {
            [] => null,
            [var one] => $"{one} is missing among its arguments",
            [.. var before, var last] => $"{string.Join(", ", before)} and {last} are missing among its arguments",
        };
    }
}
