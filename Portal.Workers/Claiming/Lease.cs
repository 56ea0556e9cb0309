using System.Data.Common;

namespace Portal.Workers.Claiming;

/// <summary>
/// Keeps one claim alive while it is worked on. What is left is counted from before the database was asked, on this
/// machine's monotonic clock and on its wall clock, by whichever more time has passed: it can only end earlier here than it does there, also
/// when this process slept, or the whole machine, whose monotonic clock stands still then.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);
    private readonly ClaimingOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<CancellationToken, Task<bool>> _renew;
    private readonly CancellationTokenSource _over;
    private readonly Task _keeping;
    private volatile ClockReading _since;
    private bool _isUnanswered;

    /// <param name="since">From before the claim was asked for: a machine may sleep until it has the answer.</param>
    public Lease(
        ClaimingOptions options,
        TimeProvider clock,
        ClockReading since,
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

    public TimeSpan Left => _options.Lease - _since.Age(_clock);

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
        var pause = _isUnanswered && AgainAfter < _options.RenewEvery ? AgainAfter : _options.RenewEvery;
        return pause < left ? pause : left;
    }

    // A store that doesn't answer isn't a lost lease yet: another renewal may come through before it ends, if none is waited for until then.
    private async Task<bool> Renew(CancellationToken stop)
    {
        var asked = ClockReading.Of(_clock);
        using var bound = new CancellationTokenSource(_options.RenewEvery / 2, _clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, bound.Token);
        try
        {
            var renewed = await _renew(within.Token);
            _since = renewed ? asked : _since;
            _isUnanswered = false;
            return renewed;
        }
        catch (Exception unanswered)
            when (unanswered is DbException or TimeoutException
                || (unanswered is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            _isUnanswered = true;
            return true;
        }
    }
}
