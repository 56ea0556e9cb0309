using System.Data.Common;

namespace Portal.Workers.Claiming;

/// <summary>
/// Keeps one claim alive while it is worked on. What is left is counted from before the database was asked, on this
/// machine's monotonic clock: it can only end earlier here than it does there, also when this process slept.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly ClaimingOptions options;
    private readonly TimeProvider clock;
    private readonly Func<CancellationToken, Task<bool>> renew;
    private readonly CancellationTokenSource over;
    private readonly Task keeping;
    private long since;

    /// <param name="since">A timestamp of <paramref name="clock"/> from before the claim was asked for.</param>
    public Lease(
        ClaimingOptions options,
        TimeProvider clock,
        long since,
        Func<CancellationToken, Task<bool>> renew,
        CancellationToken stop
    )
    {
        this.options = options;
        this.clock = clock;
        this.since = since;
        this.renew = renew;
        over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        keeping = Keep(over.Token);
    }

    /// <summary>Cancelled when the lease is over, or when the worker stops.</summary>
    public CancellationToken Held => over.Token;

    public TimeSpan Left => options.Lease - clock.GetElapsedTime(Volatile.Read(ref since));

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await keeping;
        over.Dispose();
    }

    private async Task Keep(CancellationToken stop)
    {
        try
        {
            do
            {
                await Task.Delay(UntilRenewal(), clock, stop);
            } while (Left > TimeSpan.Zero && await Renew(stop));

            await over.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Given back, or the worker stops.
        }
    }

    private TimeSpan UntilRenewal()
    {
        var left = Left > TimeSpan.Zero ? Left : TimeSpan.Zero;
        return options.RenewEvery < left ? options.RenewEvery : left;
    }

    // A store that doesn't answer isn't a lost lease yet: the next renewal may come through before it ends.
    private async Task<bool> Renew(CancellationToken stop)
    {
        var asked = clock.GetTimestamp();
        try
        {
            var renewed = await renew(stop);
            Volatile.Write(ref since, renewed ? asked : since);
            return renewed;
        }
        catch (Exception unanswered) when (unanswered is DbException or TimeoutException)
        {
            return true;
        }
    }
}
