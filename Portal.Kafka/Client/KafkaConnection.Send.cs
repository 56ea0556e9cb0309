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
        Enter();
        try
        {
            return await SendInTurn(call, allowed, stop).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private async Task<T> SendInTurn<T>(Call<T> call, Allowed allowed, CancellationToken stop)
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
        return allowed.WhileArriving
            ? await WhileArriving(pending.Answered, call.What, left, allowed, stop).ConfigureAwait(false)
            : await InTime(pending.Answered, call.What, left, stop).ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan left, Func<TimeSpan>? limit) =>
        limit?.Invoke() is { } other && other < left ? other : left;

    private async Task MyTurnToWrite(string what, TimeSpan within, CancellationToken stop)
    {
        if (within <= TimeSpan.Zero)
        {
            throw new KafkaException.TooLate(At, what);
        }
        if (_writing.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            return;
        }
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
        var written = Write(w.Written);
        try
        {
            await InTime(written, call.What, left).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not KafkaException)
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

    // A stream that was closed meanwhile may throw at once; here that is a failed task like any other.
    private async Task Write(ReadOnlyMemory<byte> frame) =>
        await _stream.WriteAsync(frame, _ended.Token).ConfigureAwait(false);
}
