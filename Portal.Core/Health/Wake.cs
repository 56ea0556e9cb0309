using System.Threading.Channels;

namespace Portal.Core.Health;

/// <summary>Wakes one who waits. Set while nobody waits, it wakes the next wait at once, however often it was set.</summary>
internal sealed class Wake(TimeProvider clock)
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Until it is set, or the time is over.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        Task next = _set.Reader.WaitToReadAsync(either.Token).AsTask();
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _set.Reader.TryRead(out _);
    }
}
