using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>What the audit says of a step.</summary>
internal static class StepAudit
{
    /// <param name="remarks">What else was seen; null: nothing.</param>
    public static string Done(Step step, StepOrigin origin, string? remarks = null) =>
        origin switch
        {
            StepOrigin.Made => remarks is null ? $"{step.Done}." : $"{step.Done}. {remarks}",
            StepOrigin.Found => $"{step.Done}; found done after an interruption.",
            StepOrigin.Met => $"{step.Done}; somebody else had done it.",
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };

    public static string Undone(Step step) => $"Taken back: {step.Done}.";

    public static string NothingToUndo(Step step) => $"Nothing to take back on {step.On.Name}.";
}
