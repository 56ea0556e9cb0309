using Portal.Core.Changes.Runs;

namespace Portal.Workers.Claiming;

/// <summary>
/// Claims work and carries it, several pieces side by side, until the process stops; then it gives back what it holds.
/// It survives whatever fails: work that broke off is taken up again from what is written.
/// </summary>
public abstract partial class ClaimingWorker<TClaim>(
    Claims<TClaim> claims,
    ClaimingOptions options,
    WorkNotifications bell,
    TimeProvider clock,
    ILogger log
) : BackgroundService
    where TClaim : class, IClaim
{
    /// <summary>When this worker last asked the store for work and was answered.</summary>
    public DateTimeOffset LastAnswer { get; private set; } = clock.GetUtcNow();

    /// <summary>Whether it asks for no more because it carries as much as it may.</summary>
    public bool IsFull { get; private set; }

    protected abstract Work Kind { get; }

    /// <param name="left">What is left of the lease at the time of asking.</param>
    protected abstract Task Carry(TClaim claim, Func<TimeSpan> left, CancellationToken stop);

    /// <summary>It broke on what nobody foresaw: waits ever longer, says so, and in the end leaves it to a person.</summary>
    /// <param name="words">What happened, for that person.</param>
    protected abstract Task SetAside(TClaim claim, string words, CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hands = new SemaphoreSlim(options.AtOnce);
        var carried = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bell.Open.WaitAsync(stoppingToken);
                IsFull = hands.CurrentCount == 0;
                await hands.WaitAsync(stoppingToken);
                IsFull = false;
                carried.RemoveAll(work => work.IsCompleted);
                carried.Add(await Take(hands, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(carried);
    }

    // Gives the task of what was taken, wrapped so that awaiting the taking doesn't await the work.
    private async Task<Task> Take(SemaphoreSlim hands, CancellationToken stop)
    {
        var ring = bell.Next(Kind);
        var asked = ClockReading.Of(clock);
        if (await Next(stop) is { } claim)
        {
            return Work(claim, asked, hands, stop);
        }

        hands.Release();
        await bell.Wait(ring, options.PollEvery, stop);
        return Task.CompletedTask;
    }

    private async Task<TClaim?> Next(CancellationToken stop)
    {
        try
        {
            var claim = await claims.Next(stop);
            LastAnswer = clock.GetUtcNow();
            return claim;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            StoreFailed(failure.GetBaseException().Message);
            return null;
        }
    }

    private async Task Work(TClaim claim, ClockReading asked, SemaphoreSlim hands, CancellationToken stop)
    {
        using var trace = Telemetry.Source.StartActivity(GetType().Name);
        trace?.SetTag("portal.claim", claim.ToString());
        Telemetry.WorkClaimed.Add(1, new KeyValuePair<string, object?>("worker", GetType().Name));
        var pause = options.FirstPause;
        try
        {
            await using var lease = new Lease(options, clock, asked, again => claims.Renew(claim, again), stop);
            await Carry(claim, () => lease.Left, lease.Held);
        }
        catch (ClaimLostException)
        {
            Lost(claim);
        }
        catch (OperationCanceledException)
        {
            pause = TimeSpan.Zero;
            Interrupted(claim);
        }
        catch (Exception failure)
        {
            Broke(claim, failure);
            await Try(() => SetAside(claim, $"The portal broke off: {failure.Message}", CancellationToken.None));
        }

        await Try(() => claims.GiveBack(claim, pause, CancellationToken.None));
        Telemetry.WorkCarried.Add(1, new KeyValuePair<string, object?>("worker", GetType().Name));
        Carried(claim);
        hands.Release();
    }

    // Nothing to write when the claim is over, and when the store is away the lease ends by itself.
    private async Task Try(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception failure)
        {
            StoreFailed(failure.GetBaseException().Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not answer: {Reason}")]
    private partial void StoreFailed(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease was lost, its next owner goes on: {Claim}")]
    private partial void Lost(TClaim claim);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Carried: {Claim}")]
    private partial void Carried(TClaim claim);

    [LoggerMessage(Level = LogLevel.Information, Message = "Interrupted and given back: {Claim}")]
    private partial void Interrupted(TClaim claim);

    [LoggerMessage(Level = LogLevel.Error, Message = "Broke off, to be taken up again: {Claim}")]
    private partial void Broke(TClaim claim, Exception failure);
}
