using System.Text.RegularExpressions;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What can be known of a JAR's promises: its settings. What its program does with them, nobody can read in it.</summary>
internal static partial class ProgramLint
{
    private const string PlainSecrets = "secrets";

    public static IEnumerable<LintNote> Of(JobDefinition definition, JobProgram program, bool isProduction)
    {
        yield return new(
            JobLint.ExactlyOnce,
            isProduction ? CheckVerdict.NeedsOverride : CheckVerdict.Noted,
            definition.Guarantee == JobGuarantee.ExactlyOnce
                ? $"Exactly once can't be proven for a JAR. Its checkpoints are exactly-once, every {Age.InWords(TimeSpan.FromSeconds(definition.CheckpointSeconds))}; whether its sinks write in transactions, and its sources read only what was committed, is up to its program."
                : "At least once: after a failure records since the last checkpoint are written again, and readers see them twice."
        );
        if (Secrets(program) is [var first, ..] names)
        {
            yield return new(
                PlainSecrets,
                CheckVerdict.NeedsOverride,
                $"{string.Join(", ", names)} {(names.Count == 1 ? "looks" : "look")} like a secret, and everybody who is signed in can read the arguments. Store it as a secret argument: {first.TrimStart('-')}."
            );
        }
    }

    private static List<string> Secrets(JobProgram program) =>
        [
            .. program
                .Arguments.Select(argument => argument.Split('=')[0])
                .Where(name => name.StartsWith('-') && Secret().IsMatch(name))
                .Distinct(StringComparer.Ordinal),
        ];

    [GeneratedRegex(
        @"(?i)(password|passwd|pwd|secret|token|credential|api-?_?\.?key|private-?_?\.?key)\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Secret();
}
