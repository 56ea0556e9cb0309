using System.Globalization;
using System.Text.Json;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>What a Kafka client reports of itself each second; librdkafka's STATISTICS.md has the fields.</summary>
internal static class ConsumerStatistics
{
    /// <summary>Records between where the partitions were read to and their ends, as Kafka's own client counts its lag.</summary>
    /// <param name="isCommittedOnly">Those of a transaction that is still open don't count: nobody may read them yet.</param>
    /// <returns>Null: no broker has named an end yet.</returns>
    public static long? Pending(
        string statistics,
        string topic,
        IEnumerable<SourcePartition> read,
        bool isCommittedOnly
    )
    {
        using var document = JsonDocument.Parse(statistics);
        if (
            !document.RootElement.TryGetProperty("topics", out var topics)
            || !topics.TryGetProperty(topic, out var of)
            || !of.TryGetProperty("partitions", out var partitions)
        )
        {
            return null;
        }

        long? pending = null;
        foreach (var partition in read)
        {
            if (
                partitions.TryGetProperty(partition.Id.ToString(CultureInfo.InvariantCulture), out var ends)
                && ends.TryGetProperty(isCommittedOnly ? "ls_offset" : "hi_offset", out var end)
                && end.GetInt64() is >= 0 and var offset
            )
            {
                pending = (pending ?? 0) + Math.Max(0, offset - partition.Next);
            }
        }

        return pending;
    }
}
