using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Whether the store answers and takes what is written, and since when it doesn't: checked at an interval, and reported by whoever meets
/// its silence first. While it is silent pages keep what they show, and acts are refused in words. The log has a line when it falls silent, with the
/// reason, and one when it answers again, however many meet its silence in between.
/// </summary>
public sealed partial class StoreWatch(NpgsqlDataSource store, TimeProvider time, ILogger<StoreWatch> log)
    : BackgroundService
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
            Met(silence);
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
            Met(silence);
            return false;
        }
    }

    /// <summary>Somebody met its silence.</summary>
    public void Met(Exception silence) => Turn(silence.GetBaseException().Message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Turn(await Probe(stoppingToken));
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Why it is silent; null: it isn't.</returns>
    private async Task<string?> Probe(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await WritableStore.Answers(store, either.Token) ? null : "it is read-only";
        }
        catch (Exception silence)
            when (StoreFailure.IsSilence(silence)
                || StoreFailure.IsTheStores(silence)
                || silence is OperationCanceledException
            )
        {
            return stop.IsCancellationRequested ? null
                : late.IsCancellationRequested ? $"no answer within {AnswerWithin.TotalSeconds}\u00A0s"
                : silence.GetBaseException().Message;
        }
    }

    private void Turn(string? silence)
    {
        lock (_gate)
        {
            if (silence is null == SilentSince is null)
            {
                return;
            }

            if (silence is not null)
            {
                LogSilent(silence);
                (SilentSince, _back) = (time.GetUtcNow(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            else
            {
                LogBack(time.GetUtcNow() - SilentSince!.Value);
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

    [LoggerMessage(LogLevel.Warning, "The store doesn't answer, or takes no writes: {Reason}")]
    private partial void LogSilent(string reason);

    [LoggerMessage(LogLevel.Information, "The store answers again, after {Time}")]
    private partial void LogBack(TimeSpan time);
}
