namespace Portal.Kafka.Client;

/// <summary>
/// Where a cluster let the last question wait in vain, one question at a time waits for it. Others wait for a moment, in which a cluster that is back
/// answers, and then fail as that one did: whoever works on many clusters isn't held up by one of them as often as it is asked.
/// </summary>
internal sealed class SilenceGate(TimeProvider time)
{
    // Longer than it takes to connect and sign in, on a cluster that is well.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private volatile KafkaException? _why;
    private TaskCompletionSource? _asking;

    /// <exception cref="KafkaException">As the question failed, or the one before while another waits for its answer.</exception>
    public async Task<T> Ask<T>(Func<Task<T>> question, CancellationToken stop)
    {
        while (_why is { } why)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _asking, mine, null) is not { } other)
            {
                return await InTurn(question, mine).ConfigureAwait(false);
            }
            try
            {
                await other.Task.WaitAsync(Moment, time, stop).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw why;
            }
        }
        return await Noted(question).ConfigureAwait(false);
    }

    private async Task<T> InTurn<T>(Func<Task<T>> question, TaskCompletionSource turn)
    {
        try
        {
            return await Noted(question).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _asking, null);
            turn.SetResult();
        }
    }

    private async Task<T> Noted<T>(Func<Task<T>> question)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = await question().ConfigureAwait(false);
            _why = null;
            return answer;
        }
        catch (KafkaException failure)
        {
            // What fails sooner holds nobody up.
            _why = time.GetElapsedTime(began) > Moment ? failure : null;
            throw;
        }
    }
}
