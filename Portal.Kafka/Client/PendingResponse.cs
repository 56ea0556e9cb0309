using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>A request that was sent and has not been answered.</summary>
internal abstract class PendingResponse
{
    public abstract int CorrelationId { get; }

    /// <summary>Reads the answer out of <paramref name="frame"/>, which goes back to the pool afterwards.</summary>
    public abstract void Answer(ReadOnlyMemory<byte> frame);

    public abstract void Fail(Exception why);
}

internal sealed class PendingResponse<T>(Call<T> call, short version, int correlationId) : PendingResponse
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int CorrelationId => correlationId;

    public Task<T> Answered => _answer.Task;

    public override void Answer(ReadOnlyMemory<byte> frame)
    {
        var r = new KafkaReader(call.KeepsBytes ? frame.ToArray() : frame);
        ResponseHeader.ReadCorrelationId(ref r);
        ResponseHeader.ReadRest(ref r, call.Key, call.Versions.IsFlexible(version));
        _answer.TrySetResult(call.Read(ref r, version));
    }

    public override void Fail(Exception why)
    {
        _answer.TrySetException(why);
        // Whoever asked may have gone; that nobody looks at the failure is not news.
        _ = _answer.Task.Exception;
    }
}
