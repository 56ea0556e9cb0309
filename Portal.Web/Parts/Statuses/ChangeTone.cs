using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Parts;

namespace Portal.Web.Parts;

/// <summary>How a change stands, in the one or two words of its chip.</summary>
public static class ChangeTone
{
    public static (Tone Tone, string Word) Of(ChangeState state) =>
        state switch
        {
            ChangeState.Draft => (Tone.Off, "Draft"),
            ChangeState.Planning => (Tone.Busy, "Being planned"),
            ChangeState.Checking => (Tone.Busy, "Being checked"),
            ChangeState.ChangesRequested => (Tone.Warn, "Changes requested"),
            ChangeState.PendingApproval => (Tone.Wait, "Waiting for approval"),
            ChangeState.Approved => (Tone.Wait, "Approved"),
            ChangeState.Held => (Tone.Wait, "Held"),
            ChangeState.Applying => (Tone.Busy, "Applying"),
            ChangeState.Verifying => (Tone.Busy, "Verifying"),
            ChangeState.Applied => (Tone.Ok, "Applied"),
            ChangeState.PlanFailed => (Tone.Bad, "Plan failed"),
            ChangeState.Rejected => (Tone.Bad, "Rejected"),
            ChangeState.Cancelled => (Tone.Off, "Cancelled"),
            ChangeState.Expired => (Tone.Off, "Expired"),
            ChangeState.Stale => (Tone.Warn, "Stale"),
            ChangeState.RollingBack => (Tone.Warn, "Rolling back"),
            ChangeState.RolledBack => (Tone.Off, "Rolled back"),
            ChangeState.Stuck => (Tone.Bad, "Stuck"),
            ChangeState.Settled => (Tone.Off, "Settled"),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };

    public static (Tone Tone, string Word) Of(RiskBand band) =>
        band switch
        {
            RiskBand.Low => (Tone.Low, "low"),
            RiskBand.Medium => (Tone.Warn, "medium"),
            _ => (Tone.Bad, "high"),
        };

    public static (Tone Tone, string Word) Of(CheckVerdict verdict) =>
        verdict switch
        {
            CheckVerdict.Passed => (Tone.Ok, "Passed"),
            CheckVerdict.Noted => (Tone.Warn, "To know"),
            CheckVerdict.NeedsOverride => (Tone.Warn, "Needs an override"),
            CheckVerdict.Blocked => (Tone.Bad, "Blocked"),
            _ => (Tone.Unknown, "Unknown"),
        };
}
