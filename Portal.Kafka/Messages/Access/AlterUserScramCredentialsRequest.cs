using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>
/// Asks to set and delete SCRAM credentials. The salted password is computed by the client (RFC 5802), so the password itself isn't
/// sent; but who has the salted password can sign in with it.
/// </summary>
public sealed record AlterUserScramCredentialsRequest
    : IKafkaRequest<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>
{
    public static ApiKey Key => ApiKey.AlterUserScramCredentials;

    public static VersionRange Versions => new(0, 0, 0);

    public Deletion[] Deletions { get; init; } = [];
    public Upsertion[] Upsertions { get; init; } = [];

    public static AlterUserScramCredentialsRequest Read(ref KafkaReader r, short v)
    {
        var m = new AlterUserScramCredentialsRequest
        {
            Deletions = r.Array<Deletion>(v),
            Upsertions = r.Array<Upsertion>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Deletions, v);
        w.Array(Upsertions, v);
        w.NoTags();
    }

    public sealed record Deletion : IWireFormat<Deletion>
    {
        public string Name { get; init; } = "";
        public ScramMechanism Mechanism { get; init; }

        public static Deletion Read(ref KafkaReader r, short v)
        {
            var m = new Deletion { Name = r.String(), Mechanism = (ScramMechanism)r.Int8() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int8((sbyte)Mechanism);
            w.NoTags();
        }
    }

    public sealed record Upsertion : IWireFormat<Upsertion>
    {
        public string Name { get; init; } = "";
        public ScramMechanism Mechanism { get; init; }
        public int Iterations { get; init; }
        public ReadOnlyMemory<byte> Salt { get; init; }
        public ReadOnlyMemory<byte> SaltedPassword { get; init; }

        // A record would print its secrets.
        public override string ToString() => $"{Mechanism} of {Name}";

        public static Upsertion Read(ref KafkaReader r, short v)
        {
            var m = new Upsertion
            {
                Name = r.String(),
                Mechanism = (ScramMechanism)r.Int8(),
                Iterations = r.Int32(),
                Salt = r.Bytes(),
                SaltedPassword = r.Bytes(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int8((sbyte)Mechanism);
            w.Int32(Iterations);
            w.Bytes(Salt);
            w.Bytes(SaltedPassword);
            w.NoTags();
        }
    }
}
