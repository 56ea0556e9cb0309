using System.Globalization;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>
/// Why a cluster could not be asked. Closed: these are all the reasons there are, each with a message for a person.
/// </summary>
public abstract class KafkaException : Exception
{
    private KafkaException(string words, bool mayHaveActed, Exception? inner)
        : base(words, inner) => MayHaveActed = mayHaveActed;

    /// <summary>Bytes of the request may have reached the broker: what it did is unknown until it is looked at.</summary>
    public bool MayHaveActed { get; }

    /// <summary>Nothing listens there, or the name leads nowhere.</summary>
    public sealed class Unreachable(KafkaEndpoint? at, string why, Exception? inner = null)
        : KafkaException($"{at?.ToString() ?? "The cluster"} can't be reached: {why}.", false, inner);

    /// <summary>No answer within the time allowed.</summary>
    public sealed class NoAnswer(KafkaEndpoint at, string what, TimeSpan within, bool mayHaveActed)
        : KafkaException($"{at} did not answer {what} within {within.TotalSeconds:0.#} s.", mayHaveActed, null);

    /// <summary>The time left was used up before anything was sent.</summary>
    public sealed class TooLate(KafkaEndpoint at, string what)
        : KafkaException($"There was no time left to send {what} to {at}.", false, null);

    /// <summary>The connection ended before the answer came.</summary>
    public sealed class ConnectionLost(KafkaEndpoint at, string why, bool mayHaveActed, Exception? inner = null)
        : KafkaException($"The connection to {at} ended: {why}.", mayHaveActed, inner)
    {
        public string Why { get; } = why;
    }

    /// <summary>The TLS handshake failed: a certificate that isn't trusted, a name that doesn't match, no TLS there.</summary>
    public sealed class TlsRefused(KafkaEndpoint at, string why, Exception? inner = null)
        : KafkaException($"No TLS connection with {at}: {why}.", false, inner)
    {
        public KafkaEndpoint At { get; } = at;
    }

    /// <summary>The broker doesn't take this user, password or mechanism.</summary>
    public sealed class SignInRefused(KafkaEndpoint at, string why)
        : KafkaException($"{at} refused the sign-in: {why}.", false, null);

    /// <summary>The broker wants the password proven with so few SCRAM iterations that it could be guessed from the proof.</summary>
    public sealed class SignInTooWeak(KafkaEndpoint at, int iterations, int least)
        : KafkaException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{at} requires SCRAM with {iterations} iterations; fewer than {least} are too weak, so no proof was sent."
            ),
            false,
            null
        );

    /// <summary>The broker is too old, or too new, for what was asked.</summary>
    public sealed class NotUnderstood(KafkaEndpoint at, string what)
        : KafkaException($"{at} doesn't understand {what}.", false, null);

    /// <summary>
    /// The cluster gives its topics no ids, by which they are told apart: Kafka's brokers keep to a protocol from before 2.8, or it
    /// isn't Kafka.
    /// </summary>
    public sealed class NoTopicIds()
        : KafkaException(
            "The cluster gives topics no ids. On Kafka with ZooKeeper, raise inter.broker.protocol.version to 2.8 or newer; another system can't be used without them.",
            false,
            null
        );

    /// <summary>What came back is not Kafka's protocol.</summary>
    public sealed class Garbled(KafkaEndpoint at, string why, bool mayHaveActed, Exception? inner = null)
        : KafkaException($"What {at} answered isn't Kafka's protocol: {why}", mayHaveActed, inner);

    /// <summary>The broker answered with an error.</summary>
    public sealed class Refused(ErrorCode error, string what, string? words = null)
        : KafkaException($"{what}: {(string.IsNullOrEmpty(words) ? error.InWords() : words)}", false, null)
    {
        public ErrorCode Error { get; } = error;
    }
}
