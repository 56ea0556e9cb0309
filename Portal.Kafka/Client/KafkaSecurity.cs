namespace Portal.Kafka.Client;

/// <summary>How a cluster is reached: in the open or over TLS, with or without signing in.</summary>
public sealed record KafkaSecurity(KafkaTls? Tls = null, KafkaSignIn? SignIn = null)
{
    public static KafkaSecurity None { get; } = new();
}

/// <param name="CaPem">
/// The authorities to trust, as PEM; null for those of the machine. With a PEM nothing else is trusted.
/// </param>
public sealed record KafkaTls(string? CaPem = null);

/// <summary>Who we are to the cluster.</summary>
public abstract record KafkaSignIn(string User, string Password)
{
    /// <summary>The mechanism's name in the SASL handshake.</summary>
    public abstract string Mechanism { get; }

    // A record would print its password.
    public sealed override string ToString() => $"{Mechanism} as {User}";

    public sealed record Plain(string User, string Password) : KafkaSignIn(User, Password)
    {
        public override string Mechanism => "PLAIN";
    }

    public sealed record ScramSha256(string User, string Password) : KafkaSignIn(User, Password)
    {
        public override string Mechanism => "SCRAM-SHA-256";
    }

    public sealed record ScramSha512(string User, string Password) : KafkaSignIn(User, Password)
    {
        public override string Mechanism => "SCRAM-SHA-512";
    }
}
