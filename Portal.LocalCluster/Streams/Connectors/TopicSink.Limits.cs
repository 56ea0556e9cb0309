using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSink
{
    /// <exception cref="SqlDataException">The brokers would refuse its transactions, whose time limit is above theirs.</exception>
    public void CheckTimeout()
    {
        if (table.IsExactlyOnce && admin.LongestTimeout(table) is { } most && table.TransactionTimeout > most)
        {
            throw new SqlDataException(
                $"The transaction timeout is larger than the maximum value allowed by the broker: '{TopicTable.TimeoutOption}' of the topic {table.Topic} is {table.TransactionTimeout.TotalMilliseconds:0}\u00A0ms{(table.HasTimeout ? "" : ", the default")}, transaction.max.timeout.ms of the brokers is {most.TotalMilliseconds:0}\u00A0ms. Set the option to at most that, and above the time between checkpoints."
            );
        }
    }
}
