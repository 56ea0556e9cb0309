using Portal.Core.Jobs;
using Portal.Core.Jobs.Operators;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>How an operator is, in a word and a tone.</summary>
internal static class OperatorTones
{
    public static Tone Of(JobOperator one) =>
        one.Status == FlinkStatus.Finished ? Tone.Ok
        : one.Status != FlinkStatus.Running ? Tone.Busy
        : one.IsHeld() || one.IsFull() ? Tone.Warn
        : Tone.Ok;

    public static string Word(JobOperator one) =>
        one.Status is not FlinkStatus.Running and { Length: > 0 } status
            ? $"{status[..1]}{status[1..].ToLowerInvariant()}"
        : one.IsHeld() ? "Back-pressured"
        : one.IsFull() ? "At capacity"
        : "Running";
}
