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
                throw NotSent();
            }
            _waiting.Enqueue(pending);
        }
    }

    private KafkaException.ConnectionLost NotSent() =>
        new(At, "it ended before this was sent", mayHaveActed: false, _why);

    /// <summary>Gives the answer to who waits for it.</summary>
    /// <exception cref="MalformedFrameException">It is nonsense; who waits for it still does.</exception>
    private void Answer(ReadOnlyMemory<byte> frame)
    {
        PendingResponse? pending;
        lock (_waiting)
        {
            _waiting.TryPeek(out pending);
        }
        var r = new KafkaReader(frame);
        if (ResponseHeader.ReadCorrelationId(ref r) != pending?.CorrelationId)
        {
            throw new MalformedFrameException("an answer to no request.");
        }
        try
        {
            pending.Answer(frame);
        }
        catch (Exception fault) when (fault is not MalformedFrameException)
        {
            // Whoever asked brought the reader; its fault is theirs, the connection is sound.
            pending.Fail(fault);
        }
        lock (_waiting)
        {
            _waiting.TryDequeue(out _);
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
