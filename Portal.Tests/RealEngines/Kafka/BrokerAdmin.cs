using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.SignIn;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Kafka;

/// <summary>What tests set up at the brokers: a call of Kafka's own tools would cost a JVM each. What is set for users returns once every broker knows of it.</summary>
internal static class BrokerAdmin
{
    private const int Iterations = 4096;
    private static readonly byte[] Salt = "salt-of-sixteen."u8.ToArray();
    private static readonly Allowed Soon = new(TimeSpan.FromSeconds(20));
    private static readonly CancellationToken Never = CancellationToken.None;

    /// <summary>A user who signs in with SCRAM, of whichever hash.</summary>
    public static async Task SetPassword(this KafkaBrokers brokers, string user, string password)
    {
        await using var client = brokers.Client();
        await SetCredentials(client, user, password);
        await Deadline.Until(() => AllLetIn(brokers, new KafkaSignIn.ScramSha512(user, password)));
    }

    /// <summary>A user's credentials by either hash, which brokers learn of in their own time.</summary>
    public static async Task SetCredentials(KafkaClient client, string user, string password)
    {
        // A user can be named once in a request.
        await Set(client, user, password, ScramMechanism.Sha256, ScramHash.Sha256);
        await Set(client, user, password, ScramMechanism.Sha512, ScramHash.Sha512);
    }

    /// <summary>A user may do these.</summary>
    public static async Task Allow(
        this KafkaBrokers brokers,
        string user,
        AclResourceType type,
        string name,
        params AclOperation[] operations
    )
    {
        await using var client = brokers.Client();
        var acls = Of(user, type, name, operations);
        var made = await new KafkaAdmin(client).CreateAcls(acls, Soon, Never);
        made.ShouldAllBe(result => result.Error == ErrorCode.None);
        await Deadline.Until(() => AllHave(client, acls, areThere: true));
    }

    /// <summary>A user may do these no more.</summary>
    public static async Task Disallow(
        this KafkaBrokers brokers,
        string user,
        AclResourceType type,
        string name,
        params AclOperation[] operations
    )
    {
        await using var client = brokers.Client();
        var acls = Of(user, type, name, operations);
        var deleted = await new KafkaAdmin(client).DeleteAcls(acls, Soon, Never);
        deleted.ShouldAllBe(result => result.Error == ErrorCode.None);
        await Deadline.Until(() => AllHave(client, acls, areThere: false));
    }

    /// <summary>A share group begins with the first record of each topic that it reads.</summary>
    public static async Task ShareFromTheFirst(this KafkaBrokers brokers, string group)
    {
        await using var client = brokers.Client();
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = ConfigResource.Group,
                    ResourceName = group,
                    Configs =
                    [
                        new()
                        {
                            Name = "share.auto.offset.reset",
                            ConfigOperation = ConfigOperations.Set,
                            Value = "earliest",
                        },
                    ],
                },
            ],
        };
        var answer = await client.SendController(Call.Of(request), Soon, Never);
        answer.Responses.ShouldAllBe(result => result.Error == ErrorCode.None);
    }

    private static async Task Set(
        KafkaClient client,
        string user,
        string password,
        ScramMechanism mechanism,
        ScramHash hash
    )
    {
        var request = new AlterUserScramCredentialsRequest
        {
            Upsertions =
            [
                new()
                {
                    Name = user,
                    Mechanism = mechanism,
                    Iterations = Iterations,
                    Salt = Salt,
                    SaltedPassword = hash.Salted(password, Salt, Iterations),
                },
            ],
        };
        var results = await new KafkaAdmin(client).AlterScramCredentials(request, Soon, Never);
        results.ShouldAllBe(result => result.Error == ErrorCode.None);
    }

    // One of them names the others. Each learns in order, so that it lets in by the later hash stands for both.
    private static async Task<bool> AllLetIn(KafkaBrokers brokers, KafkaSignIn user)
    {
        await using var client = KafkaBrokers.Client(brokers.Kafka.Sasl, new(null, user));
        foreach (var broker in (await client.Metadata(new() { Topics = [] }, Never)).Brokers)
        {
            await client.VersionsOf(broker.NodeId, Never);
        }

        return true;
    }

    private static async Task<bool> AllHave(KafkaClient client, AclBinding[] acls, bool areThere)
    {
        var filter = new AclFilter { ResourceName = acls[0].ResourceName, Principal = acls[0].Principal };
        foreach (var broker in (await client.Metadata(new() { Topics = [] }, Never)).Brokers)
        {
            var told = await client.SendTo(
                broker.NodeId,
                Call.Of(new DescribeAclsRequest { Filter = filter }),
                null,
                Never
            );
            var there = told.Resources.SelectMany(of => of.Acls).Select(acl => acl.Operation).ToHashSet();
            if (acls.Any(acl => there.Contains(acl.Operation) != areThere))
            {
                return false;
            }
        }

        return true;
    }

    private static AclBinding[] Of(string user, AclResourceType type, string name, AclOperation[] operations) =>
        [
            .. operations.Select(operation => new AclBinding
            {
                ResourceType = type,
                ResourceName = name,
                Principal = $"User:{user}",
                Host = "*",
                Operation = operation,
                Permission = AclPermission.Allow,
            }),
        ];
}
