using System.Net;
using Portal.Core.Clusters;
using Portal.Engines.Secrets;
using Portal.Kafka.Client;

namespace Portal.Engines.Kafka;

/// <summary>
/// A client for a way in to a cluster. All that a client can be told is told here, field by field: nothing a person
/// typed ever becomes a setting by its name.
/// </summary>
public sealed class KafkaLogin(SecretVault vault, ClusterReach reach, TimeProvider time)
{
    /// <exception cref="EngineException">Final: the stored password can't be read.</exception>
    public KafkaClient Client(ClusterAccess access, KafkaOptions options) =>
        new(
            [.. access.Addresses.Select(a => new KafkaEndpoint(a.Host, a.Port))],
            new KafkaSecurity(access.Tls ? new KafkaTls(access.CaPem) : null, SignIn(access.SignIn)),
            options with
            {
                Objection = Objection,
            },
            time
        );

    /// <summary>Why an address that a name stands for must not be connected to; null when it may.</summary>
    public string? Objection(KafkaEndpoint at, IPAddress address) => reach.Complaint(at.Host, address);

    private KafkaSignIn? SignIn(ClusterSignIn? who) =>
        who?.Mechanism switch
        {
            null => null,
            SaslMechanisms.Plain => new KafkaSignIn.Plain(who.Username, Plain(who.Password)),
            SaslMechanisms.ScramSha256 => new KafkaSignIn.ScramSha256(who.Username, Plain(who.Password)),
            SaslMechanisms.ScramSha512 => new KafkaSignIn.ScramSha512(who.Username, Plain(who.Password)),
            _ => throw new EngineException(
                EngineFault.Final,
                $"{who.Mechanism} is no way to sign in that is known here."
            ),
        };

    private string Plain(ClusterPassword password) =>
        password switch
        {
            ClusterPassword.Typed typed => typed.Plain,
            ClusterPassword.Stored stored => vault.Open(stored.Sealed),
            _ => throw new InvalidOperationException(password.GetType().Name),
        };
}
