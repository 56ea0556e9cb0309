using System.Globalization;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    // A transaction is open until the next checkpoint. Flink starts such a job, and it fails whenever the brokers were faster.
    private void CheckTransactions(TopicTable topic, string table)
    {
        if (
            topic.IsExactlyOnce
            && options.CheckpointInterval is { } every
            && topic.TransactionTimeout is var timeout
            && timeout <= every
        )
        {
            throw new SqlException(
                $"Table sink '{table}': the option '{TopicTable.TimeoutOption}' is {InMs(timeout)}, but a checkpoint commits a transaction only every {InMs(every)} ('execution.checkpointing.interval'): the brokers abort it before. Raise the first, at most to transaction.max.timeout.ms of the brokers, or lower the second."
            );
        }
    }

    private static string InMs(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0}\u00A0ms");
}
