using System.Globalization;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>A transaction that a checkpoint will commit. Its start tells it from the producer's next one.</summary>
public sealed record PendingTransaction(string TransactionalId, long ProducerId, short ProducerEpoch, long StartedMs);

/// <summary>What a sink asks of the coordinator beyond what its client library offers.</summary>
public sealed partial class TransactionAdmin(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int Tries = 50;
    private static readonly KafkaOptions Usual = new() { ClientId = "portal-streams" };

    /// <summary>The transaction that is open now; null: none is.</summary>
    public PendingTransaction? Describe(TopicTable table, string transactionalId) =>
        With(
            table,
            async client => (await Ask(client, transactionalId)) is { State: "Ongoing" } open ? Of(open) : null
        );

    /// <summary>The one that its producer was given, which the next producer of this id doesn't have; null: there was none.</summary>
    public short? EpochOf(TopicTable table, string transactionalId) =>
        With(table, async client => (await Ask(client, transactionalId))?.ProducerEpoch);

    /// <summary>Commits it if it is still open; one that was ended since had been committed, unless it took longer than it may.</summary>
    /// <exception cref="SqlDataException">The broker aborted it for its time limit.</exception>
    public void CommitIfPending(TopicTable table, PendingTransaction pending) =>
        With(
            table,
            async client =>
            {
                var now = await Ask(client, pending.TransactionalId);
                if (now is { State: "Ongoing" } && Of(now) == pending)
                {
                    await Commit(client, pending);
                }
                else if (now is { State: "CompleteAbort" or "PrepareAbort" } && now.StartTimeMs == pending.StartedMs)
                {
                    throw new SqlDataException(
                        $"The transaction {pending.TransactionalId} of the checkpoint was aborted by the broker: the job was down for longer than transaction.timeout.ms. What it wrote isn't in the topic; start the job from an earlier savepoint."
                    );
                }

                return true;
            }
        );

    private async Task Commit(KafkaClient client, PendingTransaction pending)
    {
        var end = new EndTxnRequest
        {
            TransactionalId = pending.TransactionalId,
            ProducerId = pending.ProducerId,
            ProducerEpoch = pending.ProducerEpoch,
            Committed = true,
        };
        for (var left = Tries; ; left--)
        {
            var coordinator = await Coordinator(client, pending.TransactionalId);
            var error = (await client.SendTo(coordinator, Call.Of(end), null, CancellationToken.None)).Error;
            if (error == ErrorCode.None)
            {
                return;
            }

            if (left == 0 || error is ErrorCode.ProducerFenced or ErrorCode.InvalidProducerIdMapping)
            {
                throw new SqlDataException(
                    $"The transaction {pending.TransactionalId} of the checkpoint can't be committed: {error}."
                );
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <returns>Null: the coordinator has none of this id.</returns>
    private async Task<DescribeTransactionsResponse.Transaction?> Ask(KafkaClient client, string transactionalId)
    {
        var request = new DescribeTransactionsRequest { TransactionalIds = [transactionalId] };
        for (var left = Tries; ; left--)
        {
            var coordinator = await Coordinator(client, transactionalId);
            var answer = await client.SendTo(coordinator, Call.Of(request), null, CancellationToken.None);
            var state = answer.TransactionStates.FirstOrDefault();
            if (state is { Error: ErrorCode.None or ErrorCode.TransactionalIdNotFound })
            {
                return state.Error == ErrorCode.None ? state : null;
            }

            if (left == 0)
            {
                throw new SqlDataException(
                    $"The state of the transaction {transactionalId} isn't known: {state?.Error.ToString() ?? "the coordinator gives none"}."
                );
            }

            await Task.Delay(Pause, time);
        }
    }

    private static async Task<int> Coordinator(KafkaClient client, string transactionalId)
    {
        await client.Brokers(CancellationToken.None);
        var find = new FindCoordinatorRequest { KeyType = 1, CoordinatorKeys = [transactionalId] };
        var answer = await client.SendAny(Call.Of(find), null, CancellationToken.None);
        return answer.Coordinators is [var one, ..] ? one.NodeId : answer.NodeId;
    }

    private static PendingTransaction Of(DescribeTransactionsResponse.Transaction open) =>
        new(open.TransactionalId, open.ProducerId, open.ProducerEpoch, open.StartTimeMs);

    // A job's thread is its own: it may wait.
    private T With<T>(TopicTable table, Func<KafkaClient, Task<T>> act, KafkaOptions? options = null) =>
        Task.Run(async () =>
            {
                var brokers = table.Bootstrap.Split(',').Select(Endpoint).ToList();
                await using var client = new KafkaClient(brokers, table.Security.ToKafka(), options ?? Usual, time);
                return await act(client);
            })
            .GetAwaiter()
            .GetResult();

    private static KafkaEndpoint Endpoint(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && int.TryParse(address[(colon + 1)..], CultureInfo.InvariantCulture, out var port)
            ? new(address[..colon].Trim(), port)
            : throw new SqlDataException($"Invalid url in bootstrap.servers: {address}");
    }
}
