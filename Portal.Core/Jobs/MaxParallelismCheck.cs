using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Whether the state that a job goes on from can be split among as many subtasks as it is to have.</summary>
internal static class MaxParallelismCheck
{
    public const string Name = "max-parallelism";

    // Flink splits keyed state into a number of parts at a job's first start, and refuses to restore it into more subtasks than that:
    // https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/production_ready/
    public static Finding? Of(CheckedResource resource, JobDefinition wanted, LiveJob? live, JobEvidence? seen) =>
        seen?.MaxParallelism switch
        {
            { } most when wanted.Parallelism > most => resource.Say(
                Name,
                // A program may set the parallelism of its operators by itself.
                wanted.Program
                    is null
                    ? CheckVerdict.Blocked
                    : CheckVerdict.NeedsOverride,
                $"Its state is split into {Quantity.Of(most, "part", "parts")}, and Flink refuses to restore it into {Quantity.Of(wanted.Parallelism, "subtask", "subtasks")}. Lower its parallelism to {Quantity.Count(most)} or less, or start it without its state (upgrade mode stateless): sums and windows begin anew then."
            ),
            { } most when live?.Definition is { } now && now.Parallelism != wanted.Parallelism => resource.Say(
                Name,
                CheckVerdict.Passed,
                $"Its state is split into {Quantity.Of(most, "part", "parts")}: it can be restored into {Quantity.Of(wanted.Parallelism, "subtask", "subtasks")}."
            ),
            _ => null,
        };
}
