using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>What coordinators and leaders answer, request by request, to a producer that does right and to one that doesn't.</summary>
[Collection(InteropSuite.Name)]
public sealed class TransactionErrorTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_id_is_not_given_for_what_can_not_be(string cluster)
    {
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var id = Client.NewName("id");
        (await raw.Init(id)).Epoch.ShouldBe((short)0);

        (await raw.InitOnce(id, timeoutMs: 0)).Error.ShouldBe(ErrorCode.InvalidTransactionTimeout);
        (await raw.InitOnce(id, timeoutMs: 900_001)).Error.ShouldBe(ErrorCode.InvalidTransactionTimeout);
        (await raw.InitOnce("")).Error.ShouldBe(ErrorCode.InvalidRequest);
        (await raw.InitOnce(id, has: (5, -1))).Error.ShouldBe(ErrorCode.InvalidRequest);
        (await raw.Init(id)).Epoch.ShouldBe((short)1);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_belongs_to_no_transaction_is_not_written(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var (id, nobody) = (Client.NewName("id"), Client.NewName("nobody"));
        var producer = await raw.Init(id);
        var (other, later) = ((producer.Id + 1000, producer.Epoch), (producer.Id, (short)5));

        (await raw.Produce(id, producer, topic, 0)).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.Produce(id, producer, topic, 0, version: 11)).ShouldBe(ErrorCode.TransactionAbortable);
        (await raw.Produce(null, producer, topic, 0)).ShouldBe(ErrorCode.TransactionalIdAuthorizationFailed);
        (await raw.End(id, producer, commit: true)).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.End(nobody, producer, commit: true)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await raw.Add(nobody, producer, topic)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await raw.Add(id, producer, "nowhere")).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await raw.Add(id, other, topic)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await raw.Add(id, later, topic, version: 1)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.Add(id, later, topic, version: 3)).ShouldBe(ErrorCode.ProducerFenced);
        (await raw.End(id, later, commit: true, version: 1)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.End(id, later, commit: true, version: 3)).ShouldBe(ErrorCode.ProducerFenced);

        (await raw.Add(id, producer, topic)).ShouldBe(ErrorCode.None);
        (await raw.Produce(id, producer, topic, 0)).ShouldBe(ErrorCode.None);
        (await raw.Produce(null, producer, topic, 2, transactional: false)).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.Produce(id, later, topic, 0)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.Produce(id, other, topic, 0)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_reads_only_what_is_committed_is_given_and_told_nothing_of_an_open_transaction(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var producer = await raw.Init(id);
        await raw.Add(id, producer, topic);
        await raw.Produce(id, producer, topic, 0);

        (await raw.Latest(topic, committed: false)).ShouldBe(2);
        (await raw.Latest(topic, committed: true)).ShouldBe(0);
        (await raw.Latest(topic, committed: false, timestamp: 1)).ShouldBe(0);
        (await raw.Latest(topic, committed: true, timestamp: 1)).ShouldBe(-1);
        var all = await raw.Fetch(topic, 0, committed: false);
        (all.HighWatermark, all.LastStableOffset, all.AbortedTransactions).ShouldBe((2, 0, null));
        all.Records!.Value.Length.ShouldBeGreaterThan(0);
        var committed = await raw.Fetch(topic, 0, committed: true);
        (committed.HighWatermark, committed.LastStableOffset).ShouldBe((2, 0));
        committed.Records.GetValueOrDefault().Length.ShouldBe(0);
        committed.AbortedTransactions.ShouldBeEmpty();

        (await raw.End(id, producer, commit: false)).ShouldBe(ErrorCode.None);
        await Deadline.Until(async () => await raw.Latest(topic, committed: true) == 3);
        var aborted = await raw.Fetch(topic, 0, committed: true);
        aborted.AbortedTransactions!.Single().ShouldBe(new() { ProducerId = producer.Id, FirstOffset = 0 });
        (await raw.Fetch(topic, 3, committed: true)).AbortedTransactions.ShouldBeEmpty();
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_comes_with_the_same_id_aborts_what_is_open_and_shuts_the_former_producer_out(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var (id, group) = (Client.NewName("id"), Client.NewName("group"));
        var former = await raw.Init(id);
        await raw.Add(id, former, topic);
        await raw.Produce(id, former, topic, 0);

        (await raw.InitOnce(id)).Error.ShouldBe(ErrorCode.ConcurrentTransactions);
        (await raw.Init(id)).ShouldBe((former.Id, (short)2));

        (await raw.Latest(topic, committed: true)).ShouldBe(3);
        (await raw.Add(id, former, topic, version: 0)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.Add(id, former, topic)).ShouldBe(ErrorCode.ProducerFenced);
        (await raw.AddOffsets(id, former, group, version: 1)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.AddOffsets(id, former, group)).ShouldBe(ErrorCode.ProducerFenced);
        (await raw.Produce(id, former, topic, 2)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.End(id, former, commit: true, version: 1)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.End(id, former, commit: true)).ShouldBe(ErrorCode.ProducerFenced);
        (await raw.InitOnce(id, has: former, version: 3)).Error.ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.InitOnce(id, has: former, version: 4)).Error.ShouldBe(ErrorCode.ProducerFenced);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_producer_goes_on_under_a_new_epoch_and_ends_each_transaction_once(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var first = await raw.Init(id);
        var given = await raw.InitOnce(id, has: first);
        var repeated = await raw.InitOnce(id, has: first);
        var producer = (first.Id, (short)1);
        (given.ProducerId, given.ProducerEpoch).ShouldBe(producer);
        (repeated.ProducerId, repeated.ProducerEpoch).ShouldBe(producer);

        (await raw.Add(id, producer, topic)).ShouldBe(ErrorCode.None);
        (await raw.Produce(id, producer, topic, 0)).ShouldBe(ErrorCode.None);
        (await raw.Produce(id, producer, topic, 5)).ShouldBe(ErrorCode.OutOfOrderSequenceNumber);
        (await raw.Produce(id, producer, topic, 0)).ShouldBe(ErrorCode.None);
        (await raw.End(id, producer, commit: true)).ShouldBe(ErrorCode.None);
        (await Settled(() => raw.End(id, producer, commit: true))).ShouldBe(ErrorCode.None);
        (await raw.End(id, producer, commit: false)).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.Produce(id, producer, topic, 2)).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.Produce(id, producer, topic, 2, version: 12)).ShouldBe(ErrorCode.None);
        (await raw.End(id, producer, commit: true)).ShouldBe(ErrorCode.None);

        await Deadline.Until(async () => await raw.Latest(topic, committed: true) == 6);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Offsets_of_a_transaction_count_when_it_commits(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var (id, nobody, group) = (Client.NewName("id"), Client.NewName("nobody"), Client.NewName("group"));
        var producer = await raw.Init(id);
        // A real Kafka makes its topic of commits for the first that asks.
        await Deadline.Until(async () => await raw.Committed(group, topic, true) == (ErrorCode.None, -1));
        (await Settled(() => raw.AddOffsets(id, producer, group))).ShouldBe(ErrorCode.None);

        var (older, other) = ((producer.Id, (short)5), (producer.Id + 1000, producer.Epoch));
        (await Settled(() => raw.Commit(id, older, group, topic, 3))).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.Commit(nobody, producer, group, topic, 3)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await raw.Commit(id, other, group, topic, 3)).ShouldBe(ErrorCode.InvalidProducerIdMapping);
        (await raw.Commit(id, producer, group, "nowhere", 3)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await raw.Commit(id, producer, group, topic, 3)).ShouldBe(ErrorCode.None);
        (await raw.Committed(group, topic, stable: true)).ShouldBe((ErrorCode.UnstableOffsetCommit, -1));
        (await raw.Committed(group, topic, stable: false)).ShouldBe((ErrorCode.None, -1));

        await raw.End(id, producer, commit: false);
        await Deadline.Until(async () => await raw.Committed(group, topic, stable: true) == (ErrorCode.None, -1));
        (await Settled(() => raw.Commit(id, producer, group, topic, 3))).ShouldBe(ErrorCode.InvalidTxnState);
        (await raw.Commit(id, producer, group, topic, 3, version: 4)).ShouldBe(ErrorCode.TransactionAbortable);

        (await Settled(() => raw.AddOffsets(id, producer, group))).ShouldBe(ErrorCode.None);
        (await raw.Commit(id, producer, group, topic, 4)).ShouldBe(ErrorCode.None);
        await raw.End(id, producer, commit: true);
        await Deadline.Until(async () => await raw.Committed(group, topic, stable: true) == (ErrorCode.None, 4));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Transactions_are_found_by_state_producer_age_and_name(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var producer = await raw.Init(id);
        await raw.Add(id, producer, topic);
        await raw.Produce(id, producer, topic, 0);

        async Task<string[]> Found(ListTransactionsRequest asked) =>
            [
                .. (await raw.List(id, asked))
                    .TransactionStates.Where(each => each.TransactionalId == id)
                    .Select(each => each.State),
            ];

        (await Found(new() { StateFilters = ["Ongoing", "CompleteCommit"] })).ShouldBe(["Ongoing"]);
        (await Found(new() { StateFilters = ["Empty"] })).ShouldBeEmpty();
        (await Found(new() { ProducerIdFilters = [producer.Id, -5] })).ShouldBe(["Ongoing"]);
        (await Found(new() { ProducerIdFilters = [producer.Id + 1] })).ShouldBeEmpty();
        (await Found(new() { DurationFilter = 3_600_000 })).ShouldBeEmpty();
        await Deadline.Until(async () => (await Found(new() { DurationFilter = 10 })).Length == 1);
        (await Found(new() { TransactionalIdPattern = "id-.*" })).ShouldBe(["Ongoing"]);
        (await Found(new() { TransactionalIdPattern = "id" })).ShouldBeEmpty();
        var wrong = await raw.List(id, new() { TransactionalIdPattern = "(" });
        wrong.Error.ShouldBe(ErrorCode.InvalidRegularExpression);
        var unknown = await raw.List(id, new() { StateFilters = ["Ongoing", "Sleeping"] });
        unknown.UnknownStateFilters.ShouldBe(["Sleeping"]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_open_transaction_is_described_by_its_coordinator_and_by_the_leader_it_holds_back(
        string cluster
    )
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var producer = await raw.Init(id, timeoutMs: 50_000);
        (await raw.Describe(id)).State.ShouldBe("Empty");
        (await raw.Describe(id)).StartTimeMs.ShouldBe(-1);
        (await Settled(() => raw.Add(id, producer, topic))).ShouldBe(ErrorCode.None);
        (await Settled(() => raw.Produce(id, producer, topic, 0))).ShouldBe(ErrorCode.None);

        var described = await raw.Describe(id);
        (described.Error, described.State, described.TimeoutMs).ShouldBe((ErrorCode.None, "Ongoing", 50_000));
        (described.ProducerId, described.ProducerEpoch).ShouldBe(producer);
        described.StartTimeMs.ShouldBeGreaterThan(0);
        described.Topics.Single().Name.ShouldBe(topic);
        described.Topics[0].Partitions.ShouldBe([0]);
        var open = (await raw.Producers(topic, 0)).ActiveProducers.Single();
        (open.ProducerId, (short)open.ProducerEpoch, open.LastSequence).ShouldBe((producer.Id, producer.Epoch, 1));
        (open.CurrentTxnStartOffset, open.CoordinatorEpoch).ShouldBe((0, -1));

        await raw.End(id, producer, commit: true);
        await Deadline.Until(async () => (await raw.Describe(id)).State == "CompleteCommit");
        (await raw.Describe(id)).Topics.ShouldBeEmpty();
        (await raw.Producers(topic, 0)).ActiveProducers.Single().CurrentTxnStartOffset.ShouldBe(-1);
        (await raw.Producers(topic, 7)).Error.ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await raw.Describe(Client.NewName("nobody"))).Error.ShouldBe(ErrorCode.TransactionalIdNotFound);
        (await raw.Describe("")).Error.ShouldBe(ErrorCode.InvalidRequest);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_is_open_for_longer_than_its_time_limit_is_aborted_and_its_producer_shut_out(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var producer = await raw.Init(id, timeoutMs: 1_000);
        (await Settled(() => raw.Add(id, producer, topic))).ShouldBe(ErrorCode.None);
        (await Settled(() => raw.Produce(id, producer, topic, 0))).ShouldBe(ErrorCode.None);

        await Deadline.Until(async () => await raw.Latest(topic, committed: true) == 3);

        (await raw.Fetch(topic, 0, committed: true)).AbortedTransactions!.Single().ProducerId.ShouldBe(producer.Id);
        (await Settled(() => raw.End(id, producer, commit: true))).ShouldBe(ErrorCode.ProducerFenced);
        (await raw.End(id, producer, commit: true, version: 1)).ShouldBe(ErrorCode.InvalidProducerEpoch);
        (await raw.Produce(id, producer, topic, 2)).ShouldBe(ErrorCode.InvalidProducerEpoch);
    }

    /// <summary>What is answered when the coordinator has done with what went before.</summary>
    private static async Task<ErrorCode> Settled(Func<Task<ErrorCode>> act)
    {
        var answer = ErrorCode.None;
        await Deadline.Until(async () =>
            (answer = await act())
                is not (
                    ErrorCode.ConcurrentTransactions
                    or ErrorCode.CoordinatorLoadInProgress
                    or ErrorCode.NotCoordinator
                )
        );
        return answer;
    }
}
