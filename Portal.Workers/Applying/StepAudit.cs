using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>What the audit says of a step.</summary>
internal static class StepAudit
{
    public static string Done(Step step, StepOrigin origin) =>
        origin switch
        {
            StepOrigin.Made => $"{step.Done}.",
            StepOrigin.Found => $"{step.Done}; found done after an interruption.",
            StepOrigin.Met => $"{step.Done}; somebody else had done it.",
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };

    public static string Undone(Step step) => $"Taken back: {step.Done}.";

    public static string NothingToUndo(Step step) => $"Nothing to take back on {step.On.Name}.";
}
