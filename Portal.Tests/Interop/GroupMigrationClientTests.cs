using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Clients that others wrote change a group's protocol one by one, while records arrive.</summary>
[Collection(InteropSuite.Name)]
public sealed class GroupMigrationClientTests(Clusters clusters)
{
    private const int Partitions = 4;

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Librdkafka_s_members_roll_from_one_protocol_to_the_other_and_back_and_miss_no_record(
        string cluster
    )
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(Partitions);
        using var load = new Load(client, topic);
        using var range = Group(PartitionAssignmentStrategy.Range);
        using var cooperative = Group(PartitionAssignmentStrategy.CooperativeSticky);
        RollingGroup[] groups = [range, cooperative];

        await Task.WhenAll(
            Roll(range, fromClassic: true, toClassic: [false, true]),
            Roll(cooperative, fromClassic: false, toClassic: [true])
        );

        // Its cooperative assignor adds user data to assignments, which a migration would lose.
        var refused = await raw.Join(cooperative.Name, "b", [topic]);
        refused.Error.ShouldBe(Portal.Kafka.Wire.ErrorCode.GroupIdNotFound);
        refused.ErrorMessage!.ShouldContain("unsupported custom assignor");
        await load.Stop();
        foreach (var group in groups)
        {
            await Deadline.Until(() => load.Sent.All(group.Read.ContainsKey));
            group.Shared.ShouldBeEmpty();
            await group.Close();
        }

        RollingGroup Group(PartitionAssignmentStrategy strategy) =>
            new(
                client,
                topic,
                Partitions,
                with =>
                {
                    with.PartitionAssignmentStrategy = strategy;
                    with.SessionTimeoutMs = 6000;
                    with.HeartbeatIntervalMs = 300;
                }
            );

        async Task Roll(RollingGroup group, bool fromClassic, bool[] toClassic)
        {
            await group.Add(fromClassic);
            await group.Add(fromClassic);
            (await TypeOf(group)).ShouldBe(fromClassic ? "classic" : "consumer");
            foreach (var isClassic in toClassic)
            {
                await group.RemoveOldest();
                await group.Add(isClassic);
                (await TypeOf(group)).ShouldBe("consumer");
                var members = (await raw.Describe(group.Name)).Members;
                members.Select(member => member.MemberType).Order().ShouldBe([(sbyte)0, (sbyte)1]);
                await group.RemoveOldest();
                await group.Add(isClassic);
                (await TypeOf(group)).ShouldBe(isClassic ? "classic" : "consumer");
            }
        }

        async Task<string> TypeOf(RollingGroup group) => (await raw.List(group.Name))!.GroupType;
    }

    /// <summary>Records that arrive all the time.</summary>
    private sealed class Load : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Load(Client client, string topic) => _loop = Task.Run(() => Run(client, topic));

        public List<TopicPartitionOffset> Sent { get; } = [];

        public async Task Stop()
        {
            await _stop.CancelAsync();
            await _loop;
            Sent.Count.ShouldBeGreaterThan(100);
        }

        public void Dispose() => _stop.Dispose();

        private async Task Run(Client client, string topic)
        {
            using var producer = client.Producer();
            for (var number = 0; !_stop.IsCancellationRequested; number++)
            {
                var sent = await producer.ProduceAsync(
                    new TopicPartition(topic, number % Partitions),
                    new() { Key = "k", Value = $"{number}" }
                );
                Sent.Add(sent.TopicPartitionOffset);
            }
        }
    }
}
