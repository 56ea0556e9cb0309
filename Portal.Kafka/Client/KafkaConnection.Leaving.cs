namespace Portal.Kafka.Client;

public sealed partial class KafkaConnection
{
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sending;
    private bool _isLeaving;

    /// <summary>
    /// Takes no further request, and closes as soon as nobody waits for an answer any more: each who does has a deadline.
    /// </summary>
    /// <param name="atOnce">Doesn't wait for them.</param>
    public async Task CloseWhenQuiet(CancellationToken atOnce)
    {
        lock (_waiting)
        {
            _isLeaving = true;
            ReportIdle();
        }
        await _quiet.Task.WaitAsync(atOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync().ConfigureAwait(false);
    }

    private void Enter()
    {
        lock (_waiting)
        {
            if (_isLeaving)
            {
                throw NotSent();
            }
            _sending++;
        }
    }

    private void Leave()
    {
        lock (_waiting)
        {
            _sending--;
            ReportIdle();
        }
    }

    private void ReportIdle()
    {
        if (_isLeaving && _sending == 0)
        {
            _quiet.TrySetResult();
        }
    }
}
