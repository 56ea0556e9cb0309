using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using ErrorCode = Portal.Kafka.Wire.ErrorCode;

namespace Portal.Bench.Lag;

/// <summary>
/// Topics with records, and groups that have read a part of them. The groups commit over our own wire: a librdkafka
/// consumer for each of thousands would take minutes.
/// </summary>
internal sealed class LagWorld(
    KafkaClient client,
    string bootstrap,
    int topics,
    int partitions,
    int groups,
    int records = 100
)
{
    private const int GroupsAtOnce = 200;
    private const int TopicsAtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static KafkaClient Client(string bootstrap) =>
        new(
            [
                .. bootstrap
                    .Split(',')
                    .Select(at => new Uri($"kafka://{at}"))
                    .Select(at => new KafkaEndpoint(at.IdnHost, at.Port)),
            ],
            KafkaSecurity.None,
            new KafkaOptions { AnswerWithin = TimeSpan.FromMinutes(1) },
            TimeProvider.System
        );

    public async Task Make(CancellationToken stop)
    {
        await CreateTopics();
        if (records > 0)
        {
            await Fill(stop);
        }

        foreach (var batch in Enumerable.Range(0, groups).Chunk(GroupsAtOnce))
        {
            await Commit(batch, stop);
        }
    }

    public static string Topic(int number) => $"bench-{number}";

    public static string Group(int number) => $"bench-group-{number}";

    private async Task CreateTopics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        foreach (var some in Enumerable.Range(0, topics).Chunk(TopicsAtOnce))
        {
            await admin.CreateTopicsAsync(
                some.Select(number => new TopicSpecification
                {
                    Name = Topic(number),
                    NumPartitions = partitions,
                    ReplicationFactor = 1,
                })
            );
        }
    }

    private async Task Fill(CancellationToken stop)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        await Task.WhenAll(
            from topic in Enumerable.Range(0, topics)
            from partition in Enumerable.Range(0, partitions)
            from record in Enumerable.Range(0, records)
            select producer.ProduceAsync(
                new TopicPartition(Topic(topic), partition),
                new Message<Null, string> { Value = $"{record}" },
                stop
            )
        );
    }

    private async Task Commit(int[] numbers, CancellationToken stop)
    {
        var left = numbers.ToHashSet();
        while (left.Count > 0)
        {
            var find = new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [.. left.Select(Group)] };
            var found = await client.SendAny(Call.Of(find), null, stop);
            var at = found.Coordinators.Where(c => c.Error == ErrorCode.None).ToDictionary(c => c.Key, c => c.NodeId);
            var done = await Task.WhenAll(
                left.Where(n => at.ContainsKey(Group(n)))
                    .Select(async n => (Number: n, IsDone: await Commit(at[Group(n)], n, stop)))
            );
            left.ExceptWith(done.Where(d => d.IsDone).Select(d => d.Number));
            if (left.Count > 0)
            {
                // The brokers are still making the topic that commits are kept in.
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }
    }

    private async Task<bool> Commit(int broker, int number, CancellationToken stop)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = Group(number),
            Topics =
            [
                new OffsetCommitRequest.Topic
                {
                    Name = Topic(number % topics),
                    Partitions =
                    [
                        .. Enumerable
                            .Range(0, partitions)
                            .Select(p => new OffsetCommitRequest.Partition
                            {
                                PartitionIndex = p,
                                CommittedOffset = records == 0 ? 0 : (number + p) % records,
                            }),
                    ],
                },
            ],
        };
        var answer = await client.SendTo(broker, Call.Of(request), null, stop);
        return answer.Topics.All(t => t.Partitions.All(p => p.Error == ErrorCode.None));
    }
}
