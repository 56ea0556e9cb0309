using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>What the asked broker's replicas take. They are one log in truth; each broker tells its part as Kafka would.</summary>
internal static class DescribeLogDirs
{
    public static DescribeLogDirsResponse Answer(Exchange on, DescribeLogDirsRequest request)
    {
        if (!on.MayOnCluster(AclOperation.Describe))
        {
            return new() { Error = ErrorCode.ClusterAuthorizationFailed };
        }

        var disk = new DriveInfo(on.Cluster.Logs.Directory);
        return new()
        {
            Results =
            [
                new()
                {
                    Path = on.Cluster.Logs.Directory,
                    TotalBytes = disk.TotalSize,
                    UsableBytes = disk.AvailableFreeSpace,
                    Topics =
                    [
                        .. Requested(on, request)
                            .Select(asked => Described(on, asked))
                            .Where(t => t.Partitions.Length > 0),
                    ],
                },
            ],
        };
    }

    private static IEnumerable<(Topic Topic, int[] Partitions)> Requested(Exchange on, DescribeLogDirsRequest request)
    {
        var state = on.State;
        return request.Topics is null
            ? state.Topics.Values.Select(topic => (topic, Enumerable.Range(0, topic.Partitions.Length).ToArray()))
            : request
                .Topics.Select(asked => (Topic: state.Find(asked.Topic), asked.Partitions))
                .Where(asked => asked.Topic is not null)
                .Select(asked => (asked.Topic!, asked.Partitions));
    }

    private static DescribeLogDirsResponse.Topic Described(Exchange on, (Topic Topic, int[] Partitions) asked) =>
        new()
        {
            Name = asked.Topic.Name,
            Partitions =
            [
                .. asked
                    .Partitions.Where(number => number >= 0 && number < asked.Topic.Partitions.Length)
                    .Where(number => asked.Topic.Partitions[number].Replicas.Contains(on.BrokerId))
                    .Select(number => new DescribeLogDirsResponse.Partition
                    {
                        PartitionIndex = number,
                        PartitionSize = on.Cluster.Logs.Find(asked.Topic.Id, number)?.Bytes ?? 0,
                    }),
            ],
        };
}
