using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

public sealed partial class KafkaClient
{
    /// <summary>
    /// Sends to the first broker that can be reached: one we are connected to, if there is any. Of a cluster that doesn't answer one call at a
    /// time finds that out, unless it has a time of its own: the others fail after a moment, as that one did before.
    /// </summary>
    public Task<T> SendAny<T>(Call<T> call, Allowed? allowed, CancellationToken stop) =>
        allowed is null ? _gate.Ask(() => SendFirst(call, null, stop), stop) : SendFirst(call, allowed, stop);

    private async Task<T> SendFirst<T>(Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        KafkaException? first = null;
        var began = Time.GetTimestamp();
        // Who isn't asked for want of time has not failed, and comes first next time.
        foreach (var at in _known.Candidates().TakeWhile(_ => first is null || !IsOver(began, allowed)))
        {
            try
            {
                return await Send(at, call, allowed, stop).ConfigureAwait(false);
            }
            // A wrong password isn't tried on the next broker: accounts get locked that way. Ids that topics lack, they lack on all.
            catch (KafkaException fault) when (MayTryElsewhere(fault, call.Key))
            {
                _known.Failed(at);
                first ??= fault;
            }
        }
        throw first ?? new KafkaException.Unreachable(null, "no bootstrap address is given");
    }

    // As long as one of them may take: after one that is silent the next is asked, and however many are, they don't add up.
    private bool IsOver(long began, Allowed? allowed) =>
        allowed is { IsOver: true } || Time.GetElapsedTime(began) >= _options.ConnectWithin + _options.AnswerWithin;

    private static bool MayTryElsewhere(KafkaException fault, ApiKey key) =>
        fault
            is not (
                KafkaException.SignInRefused
                or KafkaException.SignInTooWeak
                or KafkaException.TooLate
                or KafkaException.NoTopicIds
            )
        && (!fault.MayHaveActed || Call.IsQuestion(key));
}
