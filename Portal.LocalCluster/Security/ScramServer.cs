using System.Security.Cryptography;
using System.Text;
using Portal.Kafka.Messages;
using Portal.Kafka.SignIn;

namespace Portal.LocalCluster.Security;

/// <summary>A server's side of SCRAM (RFC 5802): the client proves that it knows the password, then the server that it knows the user.</summary>
internal sealed class ScramServer(ScramMechanism mechanism, AccessStore access) : ISaslServer
{
    private readonly ScramHash _hash = ScramCredential.HashOf(mechanism);
    private (ScramFirst First, ScramCredential Credential, string Nonce, string Challenge)? _challenged;

    public string Mechanism => NameOf(mechanism);

    public static string NameOf(ScramMechanism mechanism) =>
        mechanism == ScramMechanism.Sha256 ? "SCRAM-SHA-256" : "SCRAM-SHA-512";

    public SaslStep Next(ReadOnlySpan<byte> message) =>
        _challenged is { } sent
            ? Judged(message, sent.First, sent.Credential, sent.Nonce, sent.Challenge)
            : Challenged(message);

    private SaslStep Challenged(ReadOnlySpan<byte> message)
    {
        if (ScramFirst.Read(message) is not { } first)
        {
            return Invalid();
        }

        if (access.State.Credentials.GetValueOrDefault(new(first.User, mechanism)) is not { } credential)
        {
            return Invalid();
        }

        if (first.OnBehalfOf.Length > 0 && first.OnBehalfOf != first.User)
        {
            return SaslStep.Refused(SignInWords.OnBehalfOfAnother);
        }

        var nonce = first.Nonce + NewId.Nonce();
        var challenge = $"r={nonce},s={Convert.ToBase64String(credential.Salt)},i={credential.Iterations}";
        _challenged = (first, credential, nonce, challenge);
        return new(Encoding.UTF8.GetBytes(challenge));
    }

    private SaslStep Judged(
        ReadOnlySpan<byte> message,
        ScramFirst first,
        ScramCredential credential,
        string nonce,
        string challenge
    )
    {
        // librdkafka up to 2.2 repeats its own nonce before the server's, which begins with it already; Kafka 4 refuses that too.
        if (ScramLast.Read(message) is not { } last || last.Nonce != nonce || last.Header != first.Header)
        {
            return Invalid();
        }

        var exchanged = Encoding.UTF8.GetBytes($"{first.Bare},{challenge},{last.WithoutProof}");
        if (last.Proof.Length != credential.StoredKey.Length)
        {
            return Invalid();
        }

        var clientKey = _hash.Combined(last.Proof, credential.StoredKey, exchanged);
        if (!CryptographicOperations.FixedTimeEquals(_hash.StoredKey(clientKey), credential.StoredKey))
        {
            return Invalid();
        }

        var signature = _hash.Signature(credential.ServerKey, exchanged);
        return new(Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(signature)}"), first.User);
    }

    private SaslStep Invalid() => SaslStep.Refused(SignInWords.Invalid(Mechanism));
}
