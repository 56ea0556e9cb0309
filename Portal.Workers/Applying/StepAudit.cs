using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>What the audit says of a step.</summary>
internal static class StepAudit
{
    /// <param name="remarks">What else was seen; null: nothing.</param>
    public static string Done(Step step, StepOrigin origin, string? remarks)
    {
        var sentence = origin switch
        {
            StepOrigin.Made => $"{step.Done}.",
            StepOrigin.Found => $"{step.Done}; found done after an interruption.",
            StepOrigin.Met => $"{step.Done}; somebody else had done it.",
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        return With(sentence, remarks);
    }

    /// <param name="origin">How it came to be done; null: a try never ended, and nobody knows what of it was done.</param>
    /// <param name="remains">What remains of it; null: nothing.</param>
    public static string TakenBack(Step step, StepOrigin? origin, string? remains) =>
        With(
            origin is null ? $"Nothing is left to take back on {step.On.Name}." : $"Taken back: {step.Done}.",
            remains
        );

    /// <param name="remains">What remains of it; null: nothing.</param>
    public static string NothingToUndo(Step step, string? remains) =>
        With($"Nothing to take back on {step.On.Name}.", remains);

    private static string With(string sentence, string? more) => more is null ? sentence : $"{sentence} {more}";
}
