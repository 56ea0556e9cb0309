using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// What a start may lose from a savepoint that its run went on after: it goes on where the sources stood then, and the results up to there lay in transactions that the
/// savepoint didn't commit.
/// </summary>
internal static class PreparedResults
{
    /// <summary>How a program writes isn't known.</summary>
    public static CheckVerdict Verdict(CheckedResource resource, JobSpec wanted) =>
        wanted.Definition.Program is null || resource.IsProduction ? CheckVerdict.NeedsOverride : CheckVerdict.Noted;

    /// <param name="age">Of the savepoint.</param>
    /// <returns>To follow a sentence about the savepoint.</returns>
    public static string InWords(TimeSpan age, JobSpec wanted)
    {
        var (prepared, timeout) = wanted.Definition.Program is null
            ? ("what its transactions had prepared then", Timeout(age))
            : (
                "what its program had prepared then, if it writes in transactions,",
                "once the timeout that the program sets is over"
            );
        return $"The run that it was taken of completed no checkpoint after it that is known, so {prepared} may not be committed. This start commits what of it is still open. What was aborted is missing in the results, and isn't written again: a restart of that run aborts it, and so do the brokers {timeout}.";
    }

    private static string Timeout(TimeSpan age)
    {
        var open = Age.InWords(TransactionLimit.OfSinks);
        return age > TransactionLimit.OfSinks ? $"after {open}, which are over" : $"after {open}";
    }
}
