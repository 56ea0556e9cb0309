using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Clients that others wrote, signed in, within the rights they were given.</summary>
[Collection(InteropSuite.Name)]
public sealed class SecuredClientTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Kcat_writes_and_reads_with_its_rights_and_not_without(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var topic = Client.NewName("kcat-topic");
        await world.Topic(topic);
        await world.Acls(
            May(Clusters.PlainUser, Portal.Kafka.Messages.AclOperation.Write, topic),
            May(Clusters.PlainUser, Portal.Kafka.Messages.AclOperation.Read, topic)
        );
        var signIn = Kcat(world, "PLAIN", Clusters.PlainUser, Clusters.PlainPassword);
        await Shell($"echo signed | kcat -P {signIn} -t {topic}");

        (await Shell($"kcat -C {signIn} -t {topic} -o beginning -e -q")).Trim().ShouldBe("signed");
        (await Shell($"kcat -C {signIn} -t {topic}-hidden -o beginning -e -q 2>&1 || true")).ShouldContain(
            "Topic authorization failed"
        );
        var wrong = Kcat(world, "PLAIN", Clusters.PlainUser, "wrong");
        (await Shell($"kcat -L {wrong} -m 5 2>&1 || true")).ShouldContain("Invalid username or password");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_kcat_that_repeats_its_nonce_is_refused_and_a_newer_one_signs_in(string cluster)
    {
        // Debian 12's has librdkafka 2.0.2, whose SCRAM answers with another nonce than the server's.
        var repeats = (await Shell("kcat -V 2>&1 || true")).Contains("librdkafka 2.0.2", StringComparison.Ordinal);
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("kcat-user");
        await world.Users(user);

        var signIn = Kcat(world, "SCRAM-SHA-256", user, AccessWorld.Password);
        var words = await Shell($"kcat -L {signIn} -m 5 2>&1 || true");

        words.Contains("due to invalid credentials", StringComparison.Ordinal).ShouldBe(repeats, words);
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Librdkafka_makes_a_user_grants_reads_in_its_group_writes_in_transactions_and_is_cut_off(
        string cluster
    )
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        using var admin = new Client(world.Bootstrap);
        var topic = await admin.Topic();
        var user = Client.NewName("orders-service");
        await admin.Admin.AlterUserScramCredentialsAsync([
            new UserScramCredentialUpsertion
            {
                User = user,
                ScramCredentialInfo = new() { Mechanism = ScramMechanism.ScramSha512, Iterations = 8192 },
                Password = "pencil"u8.ToArray(),
                Salt = "salt-of-sixteen."u8.ToArray(),
            },
        ]);
        await admin.Admin.CreateAclsAsync([
            Allow(user, ResourceType.Topic, topic, AclOperation.Read),
            Allow(user, ResourceType.Topic, topic, AclOperation.Write),
            Allow(user, ResourceType.Group, user, AclOperation.Read),
        ]);
        // This client's admin API has no name for transactional ids.
        await world.Acls(
            AccessWorld.Allow(
                user,
                Portal.Kafka.Messages.AclOperation.Write,
                Portal.Kafka.Messages.AclResourceType.TransactionalId,
                user
            )
        );
        (await admin.Admin.DescribeAclsAsync(Of(user, ResourceType.Topic))).AclBindings.Count.ShouldBe(2);
        using var client = new Client(world.Sasl);

        using (
            var producer = client.Producer(with =>
            {
                SignIn(with, world, user);
                with.TransactionalId = user;
            })
        )
        {
            producer.InitTransactions(TimeSpan.FromSeconds(20));
            producer.BeginTransaction();
            await producer.ProduceAsync(topic, new() { Value = "signed" });
            producer.CommitTransaction(TimeSpan.FromSeconds(20));
        }

        using var consumer = client.Consumer(user, with => SignIn(with, world, user));
        consumer.Subscribe(topic);
        var read = consumer.Consume(TimeSpan.FromSeconds(20));
        read.Message.Value.ShouldBe("signed");
        consumer.Commit(read);
        using (var stranger = client.Consumer($"{user}-other", with => SignIn(with, world, user)))
        {
            stranger.Subscribe(topic);
            var refused = Should.Throw<ConsumeException>(() => ConsumeUntilRefused(stranger));
            refused.Error.Code.ShouldBe(ErrorCode.GroupAuthorizationFailed);
        }

        await admin.Admin.DeleteAclsAsync([Of(user, ResourceType.Topic)]);
        var cut = Should.Throw<ConsumeException>(() => ConsumeUntilRefused(consumer));
        cut.Error.Code.ShouldBe(ErrorCode.TopicAuthorizationFailed);
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Kafka_s_own_tools_make_users_and_entries(string cluster)
    {
        var user = Client.NewName("java-user");
        var topic = Client.NewName("java-secured");

        await clusters.Tool(
            cluster,
            "configs",
            [.. Entity(user), "--alter", "--add-config", "SCRAM-SHA-512=[iterations=8192,password=pencil]"]
        );
        await using var world = await AccessWorld.On(clusters, cluster);
        await Deadline.Until(async () => await HasCredential(world, user));
        string[] entry = ["--allow-principal", $"User:{user}", "--consumer", "--topic", topic, "--group", user];
        await clusters.Tool(cluster, "acls", ["--add", .. entry]);
        await clusters.Tool(
            cluster,
            "acls",
            [
                "--add",
                "--deny-principal",
                $"User:{user}",
                "--operation",
                "Write",
                "--topic",
                topic,
                "--resource-pattern-type",
                "prefixed",
            ]
        );

        var listed = await clusters.Tool(cluster, "acls", "--list", "--principal", $"User:{user}");
        listed.ShouldContain($"ResourcePattern(resourceType=TOPIC, name={topic}, patternType=LITERAL)");
        listed.ShouldContain($"ResourcePattern(resourceType=TOPIC, name={topic}, patternType=PREFIXED)");
        listed.ShouldContain($"(principal=User:{user}, host=*, operation=READ, permissionType=ALLOW)");
        listed.ShouldContain($"(principal=User:{user}, host=*, operation=WRITE, permissionType=DENY)");

        await clusters.Tool(cluster, "acls", ["--remove", "--force", .. entry]);
        (await clusters.Tool(cluster, "acls", "--list", "--principal", $"User:{user}")).ShouldNotContain("LITERAL");
        await clusters.Tool(cluster, "configs", [.. Entity(user), "--alter", "--delete-config", "SCRAM-SHA-512"]);
        await Deadline.Until(async () => !await HasCredential(world, user));
    }

    private static Portal.Kafka.Messages.AclBinding May(
        string user,
        Portal.Kafka.Messages.AclOperation operation,
        string topic
    ) => AccessWorld.Allow(user, operation, Portal.Kafka.Messages.AclResourceType.Topic, topic);

    private static async Task<bool> HasCredential(AccessWorld world, string user)
    {
        var all = await AccessWorld.Ask(world.Admin, new Portal.Kafka.Messages.DescribeUserScramCredentialsRequest());
        return all.Results.Any(result => result.User == user && result.Credentials[0].Iterations == 8192);
    }

    private static string[] Entity(string user) => ["--entity-type", "users", "--entity-name", user];

    private static void SignIn(ClientConfig with, AccessWorld world, string user)
    {
        with.SecurityProtocol = world.Ca is null ? SecurityProtocol.SaslPlaintext : SecurityProtocol.SaslSsl;
        with.SslCaLocation = world.Ca;
        with.SaslMechanism = SaslMechanism.ScramSha512;
        with.SaslUsername = user;
        with.SaslPassword = "pencil";
    }

    private static void ConsumeUntilRefused(IConsumer<string, string> consumer)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            consumer.Consume(TimeSpan.FromSeconds(1));
        }
    }

    private static AclBinding Allow(string user, ResourceType type, string name, AclOperation operation) =>
        new()
        {
            Pattern = new()
            {
                Type = type,
                Name = name,
                ResourcePatternType = ResourcePatternType.Literal,
            },
            Entry = new()
            {
                Principal = $"User:{user}",
                Host = "*",
                Operation = operation,
                PermissionType = AclPermissionType.Allow,
            },
        };

    private static AclBindingFilter Of(string user, ResourceType type) =>
        new()
        {
            PatternFilter = new() { Type = type, ResourcePatternType = ResourcePatternType.Any },
            EntryFilter = new()
            {
                Principal = $"User:{user}",
                Operation = AclOperation.Any,
                PermissionType = AclPermissionType.Any,
            },
        };

    private static string Kcat(AccessWorld world, string mechanism, string user, string password) =>
        $"-b {world.Sasl} -X security.protocol={(world.Ca is null ? "SASL_PLAINTEXT" : $"SASL_SSL -X ssl.ca.location={world.Ca}")} -X sasl.mechanism={mechanism} "
        + $"-X sasl.username={user} -X 'sasl.password={password}'";

    private static Task<string> Shell(string line) => Command.Run("bash", "-o", "pipefail", "-c", line);
}
