using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

public sealed partial class KafkaConnection
{
    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="KafkaException">
    /// It was not answered; <see cref="KafkaException.MayHaveActed"/> says whether it may have been carried out.
    /// </exception>
    public async Task<T> Send<T>(Call<T> call, Allowed allowed, CancellationToken stop)
    {
        var version = _versions.For(call, At);
        var began = _time.GetTimestamp();
        await MyTurnToWrite(call.What, allowed.Within, stop).ConfigureAwait(false);
        PendingResponse<T> pending;
        TimeSpan left;
        try
        {
            left = Shorter(allowed.Within - _time.GetElapsedTime(began), allowed.Left);
            if (left <= TimeSpan.Zero)
            {
                throw new KafkaException.TooLate(At, call.What);
            }
            began = _time.GetTimestamp();
            pending = await Write(call, version, left).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
        left -= _time.GetElapsedTime(began);
        return await InTime(pending.Answered, call.What, left, stop).ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan left, Func<TimeSpan>? limit) =>
        limit?.Invoke() is { } other && other < left ? other : left;

    private async Task MyTurnToWrite(string what, TimeSpan within, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _writing.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new KafkaException.NoAnswer(At, what, within, mayHaveActed: false);
        }
    }

    /// <summary>
    /// Writes the whole frame. A caller that gives up doesn't interrupt it, because half a frame would spoil the
    /// connection for everybody else; a deadline that passes ends the connection.
    /// </summary>
    private async Task<PendingResponse<T>> Write<T>(Call<T> call, short version, TimeSpan left)
    {
        using var w = new KafkaWriter();
        var pending = new PendingResponse<T>(call, version, ++_lastCorrelationId);
        Frames.Request(w, call.Key, call.Versions, version, pending.CorrelationId, _options.ClientId, call.Write);
        Expect(pending);
        var written = _stream.WriteAsync(w.Written, _ended.Token).AsTask();
        try
        {
            await InTime(written, call.What, left).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException)
        {
            End(new KafkaException.ConnectionLost(At, fault.Message.TrimEnd('.'), mayHaveActed: true, fault));
        }
        finally
        {
            // The writer's memory is the stream's until it is done with it.
            await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return pending;
    }

    private async Task<T> InTime<T>(Task<T> answer, string what, TimeSpan left, CancellationToken stop)
    {
        await InTime((Task)answer, what, left, stop).ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }

    private async Task InTime(Task done, string what, TimeSpan left, CancellationToken stop = default)
    {
        try
        {
            await done.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            End(
                new KafkaException.ConnectionLost(At, "an earlier request was not answered in time", mayHaveActed: true)
            );
            throw new KafkaException.NoAnswer(At, what, left, mayHaveActed: true);
        }
    }

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
