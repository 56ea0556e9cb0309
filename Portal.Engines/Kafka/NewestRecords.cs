using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>Where the newest records of a topic lie.</summary>
internal static class NewestRecords
{
    /// <summary>Over all its partitions.</summary>
    private const int Most = 500;
    private const int LeastOfPartition = 10;
    private const int MostPartitions = 50;

    // Of a topic with very many partitions some, spread evenly.
    public static IEnumerable<WantedRecords> Of(
        MetadataResponse.Topic topic,
        IReadOnlyList<FoundOffset> firsts,
        IReadOnlyList<FoundOffset> ends
    )
    {
        var step = Math.Max(1, topic.Partitions.Length / MostPartitions);
        var some = topic.Partitions.Where((_, i) => i % step == 0).Take(MostPartitions).ToList();
        var each = Math.Max(LeastOfPartition, Most / Math.Max(1, some.Count));
        var first = Offsets(firsts, topic.Name!);
        var end = Offsets(ends, topic.Name!);
        return from partition in some
            where partition.LeaderId >= 0
            let begin = first.GetValueOrDefault(partition.PartitionIndex, -1)
            let to = end.GetValueOrDefault(partition.PartitionIndex, -1)
            where begin >= 0 && to > begin
            select new WantedRecords(
                topic.Name!,
                topic.TopicId,
                partition.PartitionIndex,
                partition.LeaderId,
                Math.Max(begin, to - each),
                to
            );
    }

    private static Dictionary<int, long> Offsets(IReadOnlyList<FoundOffset> found, string topic) =>
        found.Where(f => f.Topic == topic && f.Error == ErrorCode.None).ToDictionary(f => f.Partition, f => f.Offset);
}
