using System.Reflection;
using System.Text.RegularExpressions;

namespace Portal.Tests.House;

/// <summary>Types and members carry the field's terms: names that were replaced once don't come back.</summary>
public sealed partial class NameTests
{
    private static readonly string[] Projects =
    [
        "Portal.Core",
        "Portal.Engines",
        "Portal.Kafka",
        "Portal.LocalCluster",
        "Portal.Schemas",
        "Portal.Tests",
        "Portal.Web",
        "Portal.Workers",
    ];

    // Each is a word of a name, whatever stands before and behind it.
    private static readonly string[] Replaced =
    [
        "Booth",
        "Going",
        "Rival",
        "Rivals",
        "Grammar",
        "Handover",
        "Standings",
        "Vanished",
        "Told",
        "Untold",
        "Heard",
        "Lane",
        "Lanes",
        "Patience",
        "Sighting",
        "Bell",
        "Beat",
        "Beats",
        "Book",
        "Course",
        "Exam",
        "Looks",
        "Sick",
        "Standing",
        "StepSide",
        "Undone",
    ];
    private const BindingFlags Own =
        BindingFlags.DeclaredOnly
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    [Fact]
    public void No_name_is_one_that_was_replaced() =>
        Projects
            .SelectMany(project => Assembly.Load(project).GetTypes())
            .Where(type => type.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) == true)
            .SelectMany(type =>
                type.GetMembers(Own)
                    .Where(member => member is not Type && !typeof(Delegate).IsAssignableFrom(type))
                    .Select(member => $"{type.FullName}.{member.Name}")
                    .Append(type.FullName!)
            )
            // What a compiler makes has names of its own; a test's name is a sentence.
            .Where(name => !name.Contains('<', StringComparison.Ordinal) && !Sentence().IsMatch(name))
            .Where(name =>
                Parts().Matches(name).Any(part => Replaced.Contains(part.Value, StringComparer.OrdinalIgnoreCase))
            )
            .ShouldBeEmpty();

    [GeneratedRegex(@"[a-z]_[a-z]", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex("[A-Z]?[a-z]+", RegexOptions.None, 1000)]
    private static partial Regex Parts();
}
