namespace Portal.LocalCluster.Log;

/// <summary>Wakes those who wait for records on a partition: nobody polls.</summary>
public sealed class AppendSignal
{
    private readonly Lock _gate = new();
    private readonly HashSet<TaskCompletionSource> _waiting = [];

    public void Add(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            _waiting.Add(waiter);
        }
    }

    public void Remove(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            _waiting.Remove(waiter);
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            foreach (var waiter in _waiting)
            {
                waiter.TrySetResult();
            }
        }
    }
}
