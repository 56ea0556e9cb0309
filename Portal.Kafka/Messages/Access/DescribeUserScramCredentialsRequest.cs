using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks which users have SCRAM credentials; null for all.</summary>
public sealed record DescribeUserScramCredentialsRequest
    : IKafkaRequest<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>
{
    public static ApiKey Key => ApiKey.DescribeUserScramCredentials;

    public static VersionRange Versions => new(0, 0, 0);

    public User[]? Users { get; init; }

    public static DescribeUserScramCredentialsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeUserScramCredentialsRequest { Users = r.NullableArray<User>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.NullableArray(Users, v);
        w.NoTags();
    }

    public sealed record User : IWireFormat<User>
    {
        public string Name { get; init; } = "";

        public static User Read(ref KafkaReader r, short v)
        {
            var m = new User { Name = r.String() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.NoTags();
        }
    }
}
