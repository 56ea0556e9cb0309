using System.Collections.Concurrent;
using Portal.Core;

namespace Portal.Engines.Flink;

/// <summary>So many at once at each Flink; the others wait for their turn, and both together only for so long.</summary>
internal sealed class FlinkTurns(IFlinkClusters flinks, int atOnce, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<ClusterId, SemaphoreSlim> _turns = [];

    /// <param name="slow">What to say when it had its turn and came to no end in time.</param>
    /// <param name="busy">What to say when its turn didn't come.</param>
    /// <exception cref="EngineException">It took longer, or Flink failed.</exception>
    public async Task<T> Take<T>(
        ClusterId on,
        TimeSpan within,
        Func<IFlink, CancellationToken, Task<T>> act,
        string slow,
        string busy,
        CancellationToken stop
    )
    {
        using var late = new CancellationTokenSource(within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var turns = _turns.GetOrAdd(on, _ => new SemaphoreSlim(atOnce));
        var isServed = false;
        try
        {
            await turns.WaitAsync(both.Token);
            isServed = true;
            try
            {
                return await act(await flinks.Open(on, both.Token), both.Token);
            }
            finally
            {
                turns.Release();
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new EngineException(EngineFault.Transient, isServed ? slow : busy);
        }
    }

    public void Dispose()
    {
        foreach (var turns in _turns.Values)
        {
            turns.Dispose();
        }
    }
}
