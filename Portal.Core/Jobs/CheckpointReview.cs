using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong with how often and in which mode a job's checkpoints are made, by field.</summary>
internal static class CheckpointReview
{
    private const int LongestCheckpointSeconds = 3_600;

    /// <summary>A transaction is open for as long, and brokers end one that is open for 15 minutes.</summary>
    private const int LongestTransactionSeconds = 600;

    public static IEnumerable<FieldProblem> Of(JobDefinition definition)
    {
        if (definition.CheckpointSeconds is < 1 or > LongestCheckpointSeconds)
        {
            yield return new(
                "checkpoints.intervalSeconds",
                $"Enter 1 to {LongestCheckpointSeconds:N0} seconds between checkpoints."
            );
        }
        else if (definition is { Guarantee: JobGuarantee.ExactlyOnce, CheckpointSeconds: > LongestTransactionSeconds })
        {
            yield return new(
                "checkpoints.intervalSeconds",
                $"With exactly-once a checkpoint comes at least every {LongestTransactionSeconds:N0} seconds: brokers end a transaction that is open for longer than 15 minutes, and what it wrote would be lost."
            );
        }

        if (definition is { Guarantee: JobGuarantee.ExactlyOnce, CheckpointsIn: CheckpointMode.AtLeastOnce })
        {
            yield return new(
                "checkpoints.mode",
                "With at-least-once checkpoints records count twice after a failure, so exactly-once can't hold. Choose exactly-once checkpoints, or the guarantee at-least-once."
            );
        }
    }
}
