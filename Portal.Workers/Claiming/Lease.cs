using System.Data.Common;

namespace Portal.Workers.Claiming;

/// <summary>
/// Keeps one claim alive while it is worked on. What is left is counted from before the database was asked, on this
/// machine's monotonic clock: it can only end earlier here than it does there, also when this process slept.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly ClaimingOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<CancellationToken, Task<bool>> _renew;
    private readonly CancellationTokenSource _over;
    private readonly Task _keeping;
    private long _since;

    /// <param name="since">A timestamp of <paramref name="clock"/> from before the claim was asked for.</param>
    public Lease(
        ClaimingOptions options,
        TimeProvider clock,
        long since,
        Func<CancellationToken, Task<bool>> renew,
        CancellationToken stop
    )
    {
        _options = options;
        _clock = clock;
        _since = since;
        _renew = renew;
        _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _keeping = Keep(_over.Token);
    }

    /// <summary>Cancelled when the lease is over, or when the worker stops.</summary>
    public CancellationToken Held => _over.Token;

    public TimeSpan Left => _options.Lease - _clock.GetElapsedTime(Volatile.Read(ref _since));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _keeping;
        _over.Dispose();
    }

    private async Task Keep(CancellationToken stop)
    {
        try
        {
            do
            {
                await Task.Delay(UntilRenewal(), _clock, stop);
            } while (Left > TimeSpan.Zero && await Renew(stop));

            await _over.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Given back, or the worker stops.
        }
    }

    private TimeSpan UntilRenewal()
    {
        var left = Left > TimeSpan.Zero ? Left : TimeSpan.Zero;
        return _options.RenewEvery < left ? _options.RenewEvery : left;
    }

    // A store that doesn't answer isn't a lost lease yet: the next renewal may come through before it ends.
    private async Task<bool> Renew(CancellationToken stop)
    {
        var asked = _clock.GetTimestamp();
        try
        {
            var renewed = await _renew(stop);
            Volatile.Write(ref _since, renewed ? asked : _since);
            return renewed;
        }
        catch (Exception unanswered) when (unanswered is DbException or TimeoutException)
        {
            return true;
        }
    }
}
