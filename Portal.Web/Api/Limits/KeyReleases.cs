using System.Threading.Channels;
using Portal.Core.People;
using Portal.Core.Store;

namespace Portal.Web.Api.Limits;

/// <summary>
/// Frees the keys of requests that did nothing, so that they may come again. Most often it is the store's silence that kept a request from being
/// done: its key waits here then until the store answers, for as long as this process runs.
/// </summary>
internal sealed partial class KeyReleases(
    IdempotencyKeys keys,
    StoreWatch store,
    TimeProvider time,
    ILogger<KeyReleases> log
) : BackgroundService
{
    private const int MostWaiting = 10_000;

    // The request has failed already: its answer isn't kept back for long.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly Channel<KeyedRequest> _waiting = Channel.CreateBounded<KeyedRequest>(MostWaiting);

    /// <summary>At once, or when the store answers. Doesn't throw.</summary>
    public async Task Release(KeyedRequest request)
    {
        using var late = new CancellationTokenSource(Soon, time);
        if (!await IsDone(request, late.Token) && !_waiting.Writer.TryWrite(request))
        {
            LogLeft(1);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await store.Back.WaitAsync(stoppingToken);
                if (_waiting.Reader.TryPeek(out var request) && await IsDone(request, stoppingToken))
                {
                    _waiting.Reader.TryRead(out _);
                }
            }
        }
        finally
        {
            _waiting.Writer.TryComplete();
            if (_waiting.Reader.Count is > 0 and var left)
            {
                LogLeft(left);
            }
        }
    }

    /// <returns>False: the store didn't answer.</returns>
    private async Task<bool> IsDone(KeyedRequest request, CancellationToken stop)
    {
        try
        {
            await keys.Forget(request, stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            store.Met(silence);
            return false;
        }
        catch (Exception failure)
        {
            LogNotFreed(failure);
            return true;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} times an Idempotency-Key of a request that did nothing stays taken for a day: the store did not answer in time"
    )]
    private partial void LogLeft(int count);

    [LoggerMessage(
        LogLevel.Error,
        "An Idempotency-Key of a request that did nothing could not be freed, and stays taken for a day"
    )]
    private partial void LogNotFreed(Exception failure);
}
