using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What another version of a program does with the state of the one before, as a check.</summary>
internal static class ProgramStateCheck
{
    private const string Changed =
        "The program changed. Flink gives each operator the state of the one with the same uid";

    private const string Refused =
        " Where one that isn't carried over keeps state, Flink refuses the savepoint, and the former version goes on from it.";

    /// <summary>Null for SQL, and for the same program unless its operators are known to differ.</summary>
    public static Finding? Of(CheckedResource resource, JobDefinition now, JobDefinition next, JobEvidence? seen) =>
        (now.RunsTheSame(next), seen?.Program) switch
        {
            _ when next.Program is null => null,
            (_, { IsKnown: true } change) when change.Gone.Length + change.Taken.Length > 0 => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"{Begin(now, next)} {change.InWords}{(change.Gone.IsEmpty ? "" : Refused)}"
            ),
            (_, { IsKnown: true, IsRechained: true } change) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Unknown,
                $"{Begin(now, next)} {change.InWords}"
            ),
            (true, _) => null,
            (_, { IsKnown: true } change) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Noted,
                $"{Changed}. {change.InWords} Whether each keeps values of the same type isn't known: state that doesn't fit is refused at the start, and the former version then goes on from it."
            ),
            (_, { Unknown: { } why }) => resource.Say(
                JobChecks.Restore,
                CheckVerdict.Unknown,
                $"{Changed}. Which operators that are isn't known: {why}"
            ),
            _ => resource.Say(
                JobChecks.Restore,
                CheckVerdict.NeedsOverride,
                $"{Changed}: without a uid of its own, an operator that moved is refused at the start, or takes over what looks alike. Compare both versions."
            ),
        };

    private static string Begin(JobDefinition now, JobDefinition next) =>
        now.RunsTheSame(next) ? "The program is the same, and builds another graph." : $"{Changed}.";
}
