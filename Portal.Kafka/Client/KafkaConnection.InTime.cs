namespace Portal.Kafka.Client;

public sealed partial class KafkaConnection
{
    private async Task<T> InTime<T>(Task<T> answer, string what, TimeSpan left, CancellationToken stop)
    {
        await InTime((Task)answer, what, left, stop).ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }

    private async Task InTime(Task done, string what, TimeSpan left, CancellationToken stop = default)
    {
        try
        {
            await done.WaitAsync(NotBelowZero(left), _time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw GivenUp(what, left);
        }
    }

    /// <inheritdoc cref="Allowed.WhileArriving"/>
    private async Task<T> WhileArriving<T>(
        Task<T> answer,
        string what,
        TimeSpan left,
        Allowed allowed,
        CancellationToken stop
    )
    {
        var began = _time.GetTimestamp();
        var isArriving = true;
        while (isArriving && !answer.IsCompleted && !stop.IsCancellationRequested)
        {
            var received = _frames.Received;
            await ((Task)answer)
                .WaitAsync(NotBelowZero(left), _time, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            left = allowed.Now;
            isArriving = _frames.Received > received && left > TimeSpan.Zero;
        }
        return answer.IsCompleted || stop.IsCancellationRequested
            ? await answer.WaitAsync(stop).ConfigureAwait(false)
            : throw GivenUp(what, _time.GetElapsedTime(began));
    }

    private static TimeSpan NotBelowZero(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private KafkaException.NoAnswer GivenUp(string what, TimeSpan within)
    {
        End(new KafkaException.ConnectionLost(At, "an earlier request was not answered in time", mayHaveActed: true));
        return new KafkaException.NoAnswer(At, what, within, mayHaveActed: true);
    }
}
