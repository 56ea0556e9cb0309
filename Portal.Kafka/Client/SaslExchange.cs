using System.Text;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>Signs in: names the mechanism, then exchanges its messages.</summary>
internal static class SaslExchange
{
    /// <summary>Signs in; gives how long it lasts, where the broker limits that.</summary>
    public static async Task<TimeSpan?> SignIn(KafkaConnection connection, KafkaSignIn who, CancellationToken stop)
    {
        await Handshake(connection, who.Mechanism, stop).ConfigureAwait(false);
        var last = who switch
        {
            KafkaSignIn.Plain => await Authenticate(connection, Plain(who), stop).ConfigureAwait(false),
            _ => await Scrammed(connection, Scram.For(who), stop).ConfigureAwait(false),
        };
        return last.SessionLifetimeMs > 0 ? TimeSpan.FromMilliseconds(last.SessionLifetimeMs) : null;
    }

    private static byte[] Plain(KafkaSignIn who) => Encoding.UTF8.GetBytes($"\0{who.User}\0{who.Password}");

    private static async Task<SaslAuthenticateResponse> Scrammed(
        KafkaConnection connection,
        Scram scram,
        CancellationToken stop
    )
    {
        var first = await Authenticate(connection, scram.First(), stop).ConfigureAwait(false);
        if (scram.Answer(first.AuthBytes) is not { } proof)
        {
            throw scram.Iterations is { } few and < Scram.LeastIterations
                ? new KafkaException.SignInTooWeak(connection.At, few, Scram.LeastIterations)
                : new KafkaException.SignInRefused(connection.At, "its challenge is not valid SCRAM");
        }
        var last = await Authenticate(connection, proof, stop).ConfigureAwait(false);
        return scram.ServerKnowsThePassword(last.AuthBytes)
            ? last
            : throw new KafkaException.SignInRefused(connection.At, "it can't prove that it knows the password itself");
    }

    private static async Task Handshake(KafkaConnection connection, string mechanism, CancellationToken stop)
    {
        // Version 0 is followed by messages without Kafka's frames, which nobody needs any more.
        var call = Call.Of(new SaslHandshakeRequest { Mechanism = mechanism });
        call = call with { Versions = call.Versions with { Min = 1 } };
        var answer = await connection.Send(call, Allowed.UntilStopped, stop).ConfigureAwait(false);
        if (answer.Error != ErrorCode.None)
        {
            var offered = answer.Mechanisms.Length == 0 ? "none" : string.Join(", ", answer.Mechanisms);
            throw new KafkaException.SignInRefused(connection.At, $"{mechanism} isn't offered; offered: {offered}");
        }
    }

    private static async Task<SaslAuthenticateResponse> Authenticate(
        KafkaConnection connection,
        byte[] bytes,
        CancellationToken stop
    )
    {
        var call = Call.Of(new SaslAuthenticateRequest { AuthBytes = bytes });
        var answer = await connection.Send(call, Allowed.UntilStopped, stop).ConfigureAwait(false);
        return answer.Error == ErrorCode.None
            ? answer
            : throw new KafkaException.SignInRefused(
                connection.At,
                answer.ErrorMessage?.TrimEnd('.') ?? answer.Error.InWords()
            );
    }
}
