using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Whether the store answers and takes what is written, and since when it doesn't: checked at an interval, and reported by whoever meets
/// its silence first. While it is silent pages keep what they show, and acts are refused in words.
/// </summary>
public sealed class StoreWatch(NpgsqlDataSource store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private TaskCompletionSource _back = Answering();

    /// <summary>It fell silent, or answers again.</summary>
    public event Action? Changed;

    /// <summary>Null while it answers.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>Done as soon as it answers; at once while it does.</summary>
    public Task Back => _back.Task;

    public string Words =>
        SilentSince is { } since
            ? $"The portal's store doesn't answer since {since.UtcDateTime:HH:mm:ss} UTC."
            : "The portal's store did not answer.";

    /// <summary>An act of a person: one that the store didn't answer is refused in words, and what was typed stays.</summary>
    public async Task<Outcome<T>> Ask<T>(Func<Task<Outcome<T>>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            Met();
            return Refusal.Conflict(
                $"{Words} The action was completed or not done at all: check before you try again. What you typed stays."
            );
        }
    }

    /// <summary>What is shown is read again. Where the store doesn't answer it stays, and that the store is silent stands above each page.</summary>
    /// <returns>False: it didn't answer.</returns>
    public async Task<bool> Read(Func<Task> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            Met();
            return false;
        }
    }

    /// <summary>Somebody met its silence.</summary>
    public void Met() => Turn(silent: true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Turn(silent: !await Probe(stoppingToken));
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Probe(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await WritableStore.Answers(store, either.Token);
        }
        catch (Exception silence)
            when (StoreFailure.IsSilence(silence)
                || StoreFailure.IsTheStores(silence)
                || silence is OperationCanceledException
            )
        {
            return stop.IsCancellationRequested;
        }
    }

    private void Turn(bool silent)
    {
        lock (_gate)
        {
            if (silent == SilentSince is not null)
            {
                return;
            }

            if (silent)
            {
                (SilentSince, _back) = (time.GetUtcNow(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            else
            {
                SilentSince = null;
                _back.SetResult();
            }
        }

        Changed?.Invoke();
    }

    private static TaskCompletionSource Answering()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
