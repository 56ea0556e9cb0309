using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Jobs.Operators;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Whether a job that runs keeps up: with what its topics hold, and each operator with what it is given. Pure.</summary>
internal static class JobPressure
{
    /// <summary>Null where it keeps up.</summary>
    public static JobStatus? Of(ImmutableArray<JobLag> lag, JobFacts facts) => Behind(lag, facts) ?? Pressure(facts);

    // Back pressure is why: it is named beside.
    private static JobStatus? Behind(ImmutableArray<JobLag> lag, JobFacts facts) =>
        lag.FirstOrDefault(l => l.Group.Status == LagStatus.Stalled || CatchUp.FallsBehind(l.Group))
            is { Group: var group }
            ? new(JobHealth.FallingBehind, group.Reason, Pressure(facts)?.Words)
            : null;

    private static JobStatus? Pressure(JobFacts facts)
    {
        var held = facts.Operators.Where(o => o.IsHeld()).ToList();
        if (held.Count == 0)
        {
            return null;
        }

        // The one that is slow is what they feed and isn't held itself.
        var slow = facts.Operators.FirstOrDefault(o => !o.IsHeld() && o.Inputs.Any(id => held.Exists(h => h.Id == id)));
        return new(
            JobHealth.BackPressured,
            $"{slow?.Name ?? held[0].Name} is slower than what it is given: {held[0].Name} waits {Unit.Of($"{held[0].BackPressured * 100:0}", "%")} of the time."
        );
    }
}
