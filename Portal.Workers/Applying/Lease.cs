using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Portal.Workers.Applying;

/// <summary>
/// Keeps one claim alive while its run is worked on. What is left is counted from before the database was asked, on
/// this machine's monotonic clock: it can only end earlier here than it does there, also when this process slept.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly ApplyingOptions options;
    private readonly TimeProvider clock;
    private readonly Func<CancellationToken, Task<bool>> renew;
    private readonly CancellationTokenSource lost;
    private readonly Task keeping;
    private long since;

    private Lease(
        ApplyingOptions options,
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
        lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        keeping = Keep(lost.Token);
    }

    /// <summary>Cancelled when the lease is over, or when the worker stops.</summary>
    public CancellationToken Held => lost.Token;

    public TimeSpan Left => options.Lease - clock.GetElapsedTime(Volatile.Read(ref since));

    /// <param name="since">A timestamp of <paramref name="clock"/> from before the claim was asked for.</param>
    public static Lease Keep(
        IOptions<ApplyingOptions> options,
        TimeProvider clock,
        long since,
        Func<CancellationToken, Task<bool>> renew,
        CancellationToken stop
    ) => new(options.Value, clock, since, renew, stop);

    public async ValueTask DisposeAsync()
    {
        await lost.CancelAsync();
        await keeping;
        lost.Dispose();
    }

    private async Task Keep(CancellationToken stop)
    {
        try
        {
            while (Left > TimeSpan.Zero)
            {
                await Task.Delay(Shorter(options.RenewEvery, Left), clock, stop);
                if (!await Renew(stop))
                {
                    break;
                }
            }

            await lost.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Given back, or the worker stops.
        }
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

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
