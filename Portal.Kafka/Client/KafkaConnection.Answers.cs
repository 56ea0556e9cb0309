using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

public sealed partial class KafkaConnection
{
    private void Expect(PendingResponse pending)
    {
        lock (_waiting)
        {
            if (_why is not null)
            {
                throw new KafkaException.ConnectionLost(At, "it ended before this was sent", mayHaveActed: false, _why);
            }
            _waiting.Enqueue(pending);
        }
    }

    private void Answer(ReadOnlyMemory<byte> frame)
    {
        PendingResponse? pending;
        lock (_waiting)
        {
            _waiting.TryDequeue(out pending);
        }
        var r = new KafkaReader(frame);
        if (pending is null || ResponseHeader.ReadCorrelationId(ref r) != pending.CorrelationId)
        {
            var fault = new MalformedFrameException("an answer that nothing was asked for.");
            pending?.Fail(new KafkaException.Garbled(At, fault.Message, mayHaveActed: true));
            throw fault;
        }
        try
        {
            pending.Answer(frame);
        }
        catch (MalformedFrameException fault)
        {
            pending.Fail(new KafkaException.Garbled(At, fault.Message, mayHaveActed: true, fault));
            throw;
        }
        catch (Exception fault)
        {
            // Whoever asked brought the reader; its fault is theirs, the connection is sound.
            pending.Fail(fault);
        }
    }

    private void End(KafkaException why)
    {
        PendingResponse[] unanswered;
        lock (_waiting)
        {
            if (_why is not null)
            {
                return;
            }
            _why = why;
            unanswered = [.. _waiting];
            _waiting.Clear();
        }
        _ended.Cancel();
        _stream.Dispose();
        foreach (var pending in unanswered)
        {
            pending.Fail(why);
        }
    }
}
