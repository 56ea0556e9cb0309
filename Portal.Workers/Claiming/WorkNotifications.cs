using Npgsql;
using Portal.Core.Store;

namespace Portal.Workers.Claiming;

/// <summary>What a worker waits for.</summary>
public enum Work
{
    Planning,
    Applying,
}

/// <summary>
/// Rings when somebody made work (NOTIFY on <c>portal_work</c>). Notifications can be lost, so whoever waits for it
/// also looks from time to time.
/// </summary>
public sealed class WorkNotifications(
    NpgsqlDataSource store,
    SchemaGate gate,
    TimeProvider clock,
    ILogger<WorkNotifications> log
) : BackgroundService
{
    private readonly StoreListener _listener = new(store, clock, log);
    private readonly TaskCompletionSource[] _next = [New(), New()];

    /// <summary>Done once the store is at this build's schema: before, there is no work.</summary>
    public Task Open => gate.Open;

    /// <summary>Whether notifications reach us now.</summary>
    public bool IsListening => _listener.IsListening;

    /// <summary>The next ring for this kind of work. Taken before looking for it, so that none made meanwhile is missed.</summary>
    public Task Next(Work kind) => Volatile.Read(ref _next[(int)kind]).Task;

    /// <summary>Until it rings or the time is over, whichever is first.</summary>
    public async Task Wait(Task ring, TimeSpan atMost, CancellationToken stop)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(ring, Task.Delay(atMost, clock, woken.Token));
        await woken.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Open.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listener.Listen(StoreChannel.Work, Ring, RingAll, stoppingToken);
    }

    // What was made while nobody listened.
    private void RingAll()
    {
        Ring(Work.Planning);
        Ring(Work.Applying);
    }

    // The payload is a change's new state. What is stale is planned again and has given its locks back, like all that
    // ended or waits for a person: a run that was kept out by them may begin.
    private void Ring(string state)
    {
        if (state is "planning" or "stale")
        {
            Ring(Work.Planning);
        }

        if (state is not ("planning" or "checking" or "applying" or "verifying" or "rolling_back"))
        {
            Ring(Work.Applying);
        }
    }

    private void Ring(Work kind) => Interlocked.Exchange(ref _next[(int)kind], New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
