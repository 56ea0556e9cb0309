using System.Security.Cryptography;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.SignIn;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>A cluster as its super user sees it, and users who sign in. What is made here has names of its own, and is left behind.</summary>
internal sealed class AccessWorld : IAsyncDisposable
{
    public const string Password = "correct horse";

    // Each user could have a salt of its own; one makes a suite with many users quick.
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] Salted256 = ScramHash.Sha256.Salted(Password, Salt, 4096);
    private static readonly byte[] Salted512 = ScramHash.Sha512.Salted(Password, Salt, 4096);

    private readonly List<KafkaClient> _clients = [];

    private AccessWorld(string bootstrap, string sasl, string? ca = null)
    {
        (Bootstrap, Sasl, Ca) = (bootstrap, sasl, ca);
        Admin = Keep(new KafkaClient(Endpoints.Of(bootstrap), KafkaSecurity.None, new(), TimeProvider.System));
    }

    public string Bootstrap { get; }

    public string Sasl { get; }

    /// <summary>The file of the authority to trust where users sign in; null: it isn't encrypted.</summary>
    public string? Ca { get; }

    /// <summary>Comes over the plain listener: a super user.</summary>
    public KafkaClient Admin { get; }

    public static async Task<AccessWorld> On(Clusters clusters, string cluster) =>
        new(await clusters.Bootstrap(cluster), await clusters.Sasl(cluster), await clusters.Ca(cluster));

    public static AccessWorld On(LocalKafka cluster) => new(cluster.Bootstrap, cluster.Sasl);

    public static KafkaSignIn SignIn(string user) => new KafkaSignIn.ScramSha256(user, Password);

    /// <summary>A client of this user.</summary>
    public KafkaClient As(string user) => As(SignIn(user));

    public KafkaClient As(KafkaSignIn who) =>
        Keep(new KafkaClient(Endpoints.Of(Sasl), Security(who), new(), TimeProvider.System));

    public KafkaSecurity Security(KafkaSignIn who) => new(Ca is null ? null : new KafkaTls(File.ReadAllText(Ca)), who);

    /// <summary>A connection to where users sign in.</summary>
    public Task<SaslLine> Line() => SaslLine.To(Sasl, Ca);

    /// <summary>Users who can sign in by either mechanism.</summary>
    public async Task Users(params string[] users)
    {
        // A user can be named once in a request.
        foreach (var mechanism in new[] { ScramMechanism.Sha512, ScramMechanism.Sha256 })
        {
            var answer = await Ask(
                Admin,
                new AlterUserScramCredentialsRequest
                {
                    Upsertions = [.. users.Select(user => Credential(user, mechanism))],
                }
            );
            answer.Results.ShouldAllBe(result => result.Error == ErrorCode.None);
        }

        await Deadline.Until(async () => await CanSignIn(users[^1]));
    }

    public static AlterUserScramCredentialsRequest.Upsertion Credential(
        string user,
        ScramMechanism mechanism,
        int iterations = 4096
    ) =>
        new()
        {
            Name = user,
            Mechanism = mechanism,
            Iterations = iterations,
            Salt = Salt,
            SaltedPassword = mechanism == ScramMechanism.Sha256 ? Salted256 : Salted512,
        };

    public static AclBinding Allow(
        string user,
        AclOperation operation,
        AclResourceType type,
        string name,
        AclPatternType pattern = AclPatternType.Literal
    ) =>
        new()
        {
            ResourceType = type,
            ResourceName = name,
            PatternType = pattern,
            Principal = $"User:{user}",
            Host = "*",
            Operation = operation,
            Permission = AclPermission.Allow,
        };

    public static AclBinding Deny(AclBinding allowed) => allowed with { Permission = AclPermission.Deny };

    public async Task Acls(params AclBinding[] acls)
    {
        var answer = await Ask(Admin, new CreateAclsRequest { Creations = acls });
        answer.Results.ShouldAllBe(result => result.Error == ErrorCode.None);
        await Deadline.Until(async () =>
            (await Described(new() { Principal = acls[^1].Principal })).ToHashSet().Contains(acls[^1])
        );
    }

    public async Task<IReadOnlyList<AclBinding>> Described(AclFilter filter)
    {
        var answer = await Ask(Admin, new DescribeAclsRequest { Filter = filter });
        answer.Error.ShouldBe(ErrorCode.None, answer.ErrorMessage);
        return
        [
            .. answer.Resources.SelectMany(of =>
                of.Acls.Select(acl => new AclBinding
                {
                    ResourceType = of.ResourceType,
                    ResourceName = of.ResourceName,
                    PatternType = of.PatternType,
                    Principal = acl.Principal,
                    Host = acl.Host,
                    Operation = acl.Operation,
                    Permission = acl.Permission,
                })
            ),
        ];
    }

    public async Task Topic(params string[] names)
    {
        var answer = await AskController(
            Admin,
            new CreateTopicsRequest
            {
                TimeoutMs = 20_000,
                Topics =
                [
                    .. names.Select(name => new CreateTopicsRequest.NewTopic
                    {
                        Name = name,
                        NumPartitions = 1,
                        ReplicationFactor = 1,
                    }),
                ],
            }
        );
        answer.Topics.ShouldAllBe(topic => topic.Error == ErrorCode.None);
        await Deadline.Until(async () =>
            (await Ask(Admin, Named(names[^1]))).Topics[0] is { Error: ErrorCode.None, Partitions.Length: 1 }
        );
    }

    public static MetadataRequest Named(string topic) =>
        new() { Topics = [new() { Name = topic }], IncludeTopicAuthorizedOperations = true };

    /// <summary>What the user may do to the topic; none at all where it may not see it.</summary>
    public static async Task<AclOperation[]> Operations(KafkaClient user, string topic)
    {
        var call = Call.Of(Named(topic));
        var answer = await user.SendAny(call with { Versions = call.Versions with { Max = 12 } }, null, default);
        return answer.Topics[0].Error == ErrorCode.TopicAuthorizationFailed
            ? []
            :
            [
                .. Enum.GetValues<AclOperation>()
                    .Where(each => AuthorizedOperations.Include(answer.Topics[0].TopicAuthorizedOperations, each)),
            ];
    }

    public static Task<TResponse> Ask<TRequest, TResponse>(
        KafkaClient client,
        IKafkaRequest<TRequest, TResponse> request
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse> => client.SendAny(Call.Of(request), null, default);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private static Task<TResponse> AskController<TRequest, TResponse>(
        KafkaClient client,
        IKafkaRequest<TRequest, TResponse> request
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse> => client.SendController(Call.Of(request), null, default);

    private async Task<bool> CanSignIn(string user)
    {
        using var line = await Line();
        return await line.Scram(SignIn(user)) is { Error: ErrorCode.None };
    }

    private KafkaClient Keep(KafkaClient client)
    {
        _clients.Add(client);
        return client;
    }
}
