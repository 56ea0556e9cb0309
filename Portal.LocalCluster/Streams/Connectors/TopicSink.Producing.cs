using Confluent.Kafka;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSink
{
    private volatile bool _isAbandoned;

    public void Abandon() => _isAbandoned = true;

    /// <exception cref="OperationCanceledException">The job ends.</exception>
    private void Send(Message<byte[]?, byte[]?> message)
    {
        while (true)
        {
            try
            {
                _producer!.Produce(_to, message, Delivered);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The brokers are slower than the job: it waits for them.
                _waits.Of(() => _producer!.Poll(TimeSpan.FromMilliseconds(50)));
                ThrowFailure();
                if (_isAbandoned)
                {
                    throw new OperationCanceledException();
                }
            }
        }
    }

    private void Delivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            _failure = report.Error.Reason;
        }
    }

    private void ThrowFailure()
    {
        if (_failure is { } why)
        {
            throw new SqlDataException($"The topic {table.Topic} can't be written: {why}") { IsOfRow = false };
        }
    }

    private PendingTransaction Own(PendingTransaction? open) =>
        open is null
            ? throw new SqlDataException(
                $"The transaction {TransactionalId} isn't open any more: what it wrote is written again."
            )
        : open.ProducerEpoch == _epoch ? open
        : throw new SqlDataException(
            $"The transaction {TransactionalId} is another producer's by now: another job writes with the same 'sink.transactional-id-prefix'. Give each job its own."
        );
}
