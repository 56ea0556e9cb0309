using Portal.Kafka.Messages;
using Portal.LocalCluster.Security;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Security;

/// <summary>Credentials and access control entries survive whatever ends the process.</summary>
public sealed class AccessStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-access-").FullName;

    private string JournalFile => Path.Combine(_folder, "access", "access.journal");

    [ClusterFact]
    public void A_journal_that_was_cut_at_any_byte_holds_a_prefix_of_what_happened()
    {
        AccessEvent[] happened = [.. Happened()];
        List<string> prefixes = [Text(AccessState.Empty)];
        using (var store = AccessStore.Open(_folder))
        {
            foreach (var one in happened)
            {
                Write(store, one);
                prefixes.Add(Text(store.State));
            }
        }

        var whole = File.ReadAllBytes(JournalFile);
        var reached = 0;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(JournalFile, whole[..length]);
            using var store = AccessStore.Open(_folder);
            var at = prefixes.LastIndexOf(Text(store.State));
            at.ShouldBeGreaterThanOrEqualTo(reached, $"cut at {length}");
            reached = at;
        }

        reached.ShouldBe(happened.Length);
    }

    [ClusterFact]
    public void Grants_that_come_and_go_do_not_fill_the_disk()
    {
        using (var store = AccessStore.Open(_folder))
        {
            var acl = Acl("u", "t");
            AccessEvent[] comesAndGoes =
            [
                .. Enumerable
                    .Repeat<AccessEvent[]>([new AccessEvent.AclCreated(acl), new AccessEvent.AclDeleted(acl)], 500)
                    .SelectMany(each => each),
            ];
            for (var round = 0; round < 10; round++)
            {
                Write(store, comesAndGoes);
            }

            Write(store, new AccessEvent.AclCreated(acl));
        }

        new FileInfo(JournalFile).Length.ShouldBeLessThan(1_000_000);
        using var again = AccessStore.Open(_folder);
        again.State.Acls.All.ShouldBe([Acl("u", "t")]);
    }

    [ClusterFact]
    public async Task What_was_acknowledged_is_there_after_kill_9()
    {
        await using var cluster = await LocalKafkaProcess.Start(1);
        var acknowledged = new List<AclBinding>();
        for (var life = 0; life < 3; life++)
        {
            await using (var world = AccessWorld.On(cluster))
            {
                await world.Users($"user-{life}");
                var creating = Create(world, life, acknowledged);
                await Deadline.Until(() => acknowledged.Count > life * 20 + 20);
                await cluster.Kill();
                await creating;
            }

            await cluster.Up();
        }

        await using var after = AccessWorld.On(cluster);
        (await after.Described(new())).Intersect(acknowledged).Count().ShouldBe(acknowledged.Count);
        for (var life = 0; life < 3; life++)
        {
            using var line = await SaslLine.To(cluster.Sasl);
            (await line.Scram(AccessWorld.SignIn($"user-{life}")))!.Error.ShouldBe(Portal.Kafka.Wire.ErrorCode.None);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(AccessStore store, params AccessEvent[] happened) =>
        store.Decide(_ => (happened, happened.Length));

    private static async Task Create(AccessWorld world, int life, List<AclBinding> acknowledged)
    {
        for (var number = 0; ; number++)
        {
            var acl = Acl($"user-{life}", $"topic-{number}");
            try
            {
                await AccessWorld.Ask(world.Admin, new CreateAclsRequest { Creations = [acl] });
                acknowledged.Add(acl);
            }
            catch (Portal.Kafka.Client.KafkaException)
            {
                return;
            }
        }
    }

    private static IEnumerable<AccessEvent> Happened()
    {
        var key = new CredentialKey("alice", ScramMechanism.Sha256);
        yield return new AccessEvent.CredentialSet(
            key,
            ScramCredential.From(key.Mechanism, 4096, [1, 2], new byte[32])
        );
        yield return new AccessEvent.AclCreated(Acl("alice", "orders"));
        yield return new AccessEvent.AclCreated(Acl("alice", "ord") with { PatternType = AclPatternType.Prefixed });
        yield return new AccessEvent.AclDeleted(Acl("alice", "orders"));
        yield return new AccessEvent.CredentialSet(key, ScramCredential.From(key.Mechanism, 8192, [3], new byte[32]));
        yield return new AccessEvent.AclCreated(Acl("bob", "ü, \"*\""));
        yield return new AccessEvent.CredentialDeleted(key);
    }

    private static AclBinding Acl(string user, string topic) =>
        AccessWorld.Allow(user, AclOperation.Read, AclResourceType.Topic, topic);

    private static string Text(AccessState state) =>
        string.Join(
            '\n',
            state
                .Retold()
                .Select(each => System.Text.Encoding.UTF8.GetString(each.ToBytes()))
                .Order(StringComparer.Ordinal)
        );
}
