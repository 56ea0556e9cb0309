using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Whether the state that a job goes on from can be split among as many subtasks as it is to have.</summary>
internal static class MaxParallelismCheck
{
    public const string Name = "max-parallelism";

    // Flink splits keyed state into a number of parts at a job's first start, and refuses to restore it into more subtasks than that:
    // https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/production_ready/
    public static Finding? Of(CheckedResource resource, JobSpec spec, LiveJob? live, JobEvidence? seen)
    {
        var wanted = spec.Definition;
        return seen switch
        {
            { MaxParallelism: { } most } when wanted.Parallelism > most => resource.Say(
                Name,
                // A program may set the parallelism of its operators by itself.
                wanted.Program
                    is null
                    ? CheckVerdict.Blocked
                    : CheckVerdict.NeedsOverride,
                $"Its state is split into {Quantity.Of(most, "part", "parts")}, and Flink refuses to restore it into {Quantity.Of(wanted.Parallelism, "subtask", "subtasks")}. Lower its parallelism to {Quantity.Count(most)} or less, or start it without its state (upgrade mode stateless): sums and windows begin anew then."
            ),
            { MaxParallelism: { } most } when live?.Definition is { } now && now.Parallelism != wanted.Parallelism =>
                resource.Say(
                    Name,
                    CheckVerdict.Passed,
                    $"Its state is split into {Quantity.Of(most, "part", "parts")}: it can be restored into {Quantity.Of(wanted.Parallelism, "subtask", "subtasks")}."
                ),
            { MaxParallelism: null }
                when Forgotten(spec, live) is { } wrote && wanted.Parallelism > wrote.Parallelism => resource.Say(
                Name,
                CheckVerdict.Noted,
                $"Into how many parts its state is split isn't known any more. It was written with parallelism {Quantity.Count(wrote.Parallelism)}; if there are fewer than {Quantity.Count(wanted.Parallelism)}, Flink refuses to restore it."
            ),
            _ => null,
        };
    }

    /// <summary>What wrote the state that it starts from, where Flink may not know that run any more; null where it does, or nothing is known of it.</summary>
    private static JobDefinition? Forgotten(JobSpec spec, LiveJob? live) =>
        spec.RestoreFrom is { } number ? live?.Savepoints.FirstOrDefault(s => s.Number == number)?.Definition
        : live is { State: JobRunState.Forgotten, RestoreFrom: not null }
        && spec.UpgradeMode != JobUpgradeMode.Stateless
            ? live.Definition
        : null;
}
