using Portal.Kafka.Admin;
using Portal.Kafka.Lag;

namespace Portal.Engines.Collecting;

/// <summary>Sums what lies on disk up by topic.</summary>
internal static class ReadingSizes
{
    /// <summary>While a broker is silent no total is whole, because any topic may have a copy on it.</summary>
    public static SizeReading Of(
        LagReading? reading,
        IReadOnlyList<ReplicaSize> sizes,
        IReadOnlyCollection<int> silent,
        EngineNames names
    )
    {
        var largest = new Dictionary<string, long?[]>(StringComparer.Ordinal);
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var size in sizes)
        {
            var topic = names.Shown(size.Topic);
            if (!largest.TryGetValue(topic, out var partitions))
            {
                var count = reading?.Topics.Find(size.Topic) is { } t ? reading.Topics.PartitionsOf(t) : 0;
                largest[topic] = partitions = new long?[count];
            }

            if (size.Partition < partitions.Length)
            {
                partitions[size.Partition] = Math.Max(partitions[size.Partition] ?? 0, size.Bytes);
            }

            total[topic] = total.GetValueOrDefault(topic) + size.Bytes;
        }

        return new SizeReading(largest, silent.Count == 0 ? total : new Dictionary<string, long>());
    }
}
