namespace Portal.LocalCluster.Log;

/// <summary>A wait for the next append to any of some logs; it counts from its making on.</summary>
public sealed class ArrivalWait : IDisposable
{
    private readonly IReadOnlyList<PartitionLog> _logs;
    private readonly TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ArrivalWait(IReadOnlyList<PartitionLog> logs)
    {
        _logs = logs;
        foreach (var log in logs)
        {
            log.Arrivals.Add(_arrival);
        }
    }

    public Task Arrival => _arrival.Task;

    public void Dispose()
    {
        foreach (var log in _logs)
        {
            log.Arrivals.Remove(_arrival);
        }
    }
}
