namespace Portal.LocalCluster.Security;

/// <summary>What a server answers to one message of a mechanism.</summary>
/// <param name="Challenge">What is sent back.</param>
/// <param name="User">Who it is, once that is proven.</param>
/// <param name="Refusal">Why it can't be; the exchange is over.</param>
internal readonly record struct SaslStep(byte[] Challenge, string? User = null, string? Refusal = null)
{
    public static SaslStep Refused(string why) => new([], null, why);
}

/// <summary>A server's side of one sign-in by one mechanism.</summary>
internal interface ISaslServer
{
    string Mechanism { get; }

    SaslStep Next(ReadOnlySpan<byte> message);
}
