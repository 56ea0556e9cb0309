using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Teams;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Clusters;

public sealed class RegistrationTests : IAsyncLifetime
{
    private static readonly ClusterDraft Edge = new("edge", "dev", "local", "", HasKafka: false);

    private Registry _registry = null!;

    public async Task InitializeAsync() => _registry = await Registry.Open();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_cluster_that_answers_is_stored_with_what_it_told()
    {
        var id = await _registry.Register(Registry.Draft());

        await using var db = await _registry.Db();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync();
        cluster.Id.ShouldBe(id);
        cluster.EngineId.ShouldBe("engine-a");
        cluster.Version.ShouldBe("4.3");
        cluster.MissingPermissions.ShouldBe(["see quotas"]);
        cluster.IsLocal.ShouldBeFalse();
        cluster.Kafka.ShouldNotBeNull().Addresses.ShouldBe("127.0.0.1:9092");
        var told = await db.Set<AuditEvent>().SingleAsync(e => e.ClusterId == id);
        told.Kind.ShouldBe("cluster.registered");
        told.Actor.Name.ShouldBe("sam");
    }

    [Fact]
    public async Task An_edit_of_what_somebody_else_changed_meanwhile_is_refused_under_the_lock()
    {
        var id = await _registry.Register(Registry.Draft());
        var read = await Tag(id);
        await _registry.Registration.Edit(_registry.Sam, id, Registry.Draft("theirs"), read, CancellationToken.None);

        var ours = await _registry.Registration.Edit(
            _registry.Sam,
            id,
            Registry.Draft("ours"),
            read,
            CancellationToken.None
        );

        ours.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.ShouldBe(ClusterTag.Changed);
        (await Tag(id)).ShouldNotBe(read);
    }

    [Fact]
    public async Task An_edit_in_an_environment_that_does_not_exist_is_refused_in_words()
    {
        var id = await _registry.Register(Registry.Draft());
        var moved = Registry.Draft() with { Environment = "qa", Region = "mars" };

        var refused = await Refused(_registry.Registration.Edit(_registry.Sam, id, moved, null, default));

        refused.Fields!.Values.ShouldBe([
            "A cluster stays in its environment: dev.",
            "A cluster stays in its region: local.",
        ]);
    }

    [Fact]
    public async Task Each_act_raises_the_version_of_the_clusters()
    {
        var id = await _registry.Register(Registry.Draft());
        var registered = await Version();
        await _registry.Registration.Edit(_registry.Sam, id, Registry.Draft("other"), null, CancellationToken.None);
        var edited = await Version();
        await _registry.Deregistration.Deregister(_registry.Sam, id, CancellationToken.None);

        edited.ShouldBeGreaterThan(registered);
        (await Version()).ShouldBeGreaterThan(edited);
    }

    [Fact]
    public async Task Listeners_of_clients_are_stored_kept_by_an_edit_of_something_else_and_named_by_the_audit_log()
    {
        var clients = Registry.Draft() with
        {
            PasswordListener = new(" kafka-1:9093 ,kafka-2:9093", false),
            CertificateListener = new("kafka-1:9094", true),
        };
        var id = await _registry.Register(clients);
        var (registered, first) = (await Stored(id), await Tag(id));
        registered.PasswordListener.ShouldBe(new("kafka-1:9093,kafka-2:9093", false));
        registered.CertificateListener.ShouldBe(new("kafka-1:9094", true));

        await Edited(id, registered with { Name = "ledger" });
        (await Stored(id)).ShouldBe(registered with { Name = "ledger" });
        var before = await Tag(id);
        await Edited(id, registered with { PasswordListener = new("kafka-1:9095", true), CertificateListener = null });

        (await Stored(id)).CertificateListener.ShouldBeNull();
        new[] { first, before, await Tag(id) }.ShouldBeUnique();
        await using var db = await _registry.Db();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.ClusterId == id)
                .OrderBy(e => e.Id)
                .Select(e => e.Words)
                .ToListAsync()
        ).ShouldBe([
            "sam registered billing. Clients with a password connect to kafka-1:9093,kafka-2:9093 by SASL_PLAINTEXT. "
                + "Clients with a certificate connect to kafka-1:9094 by SSL.",
            "sam changed how ledger is registered.",
            "sam changed how billing is registered. Clients with a password connect to kafka-1:9095 by SASL_SSL. "
                + "Clients with a certificate connect where the portal does.",
        ]);
    }

    [Fact]
    public async Task Changing_what_is_registered_needs_a_sign_in_of_the_last_minutes_and_testing_does_not()
    {
        var id = await _registry.Register(Registry.Draft());
        await using var db = await _registry.Db();
        var sam = await db.Set<Person>().SingleAsync(p => p.Handle == "sam");
        var old = _registry.Sam with { Session = await ProvedSession.Of(db, sam.Id, minutes: 60) };
        Refusal[] refused =
        [
            await Refused(_registry.Registration.Register(old, Registry.Draft("another"), default)),
            await Refused(_registry.Registration.Edit(old, id, Registry.Draft("renamed"), null, default)),
            await Refused(_registry.Deregistration.Deregister(old, id, default)),
        ];

        refused.ShouldAllBe(why => why.Kind == RefusalKind.SignInAgain);
        (await db.Set<Cluster>().SingleAsync()).Name.ShouldBe("billing");
        var nothing = await Refused(_registry.JobKafka.Remove(old, id, default));
        nothing.Kind.ShouldBe(RefusalKind.NotFound, "what is refused anyway is worth no sign-in");
        var tested = await _registry.Registration.Test(old, Registry.Draft(), id, default);
        tested.ShouldBeOfType<Outcome<ClusterFacts>.Done>();
    }

    [Fact]
    public async Task Only_platform_registers()
    {
        var refused = await Refused(_registry.Registration.Register(_registry.Ada, Registry.Draft(), default));

        refused.Kind.ShouldBe(RefusalKind.Denied);
        _registry.Probe.Asked.ShouldBeEmpty("nobody may make this machine connect without the right to");
    }

    [Fact]
    public async Task What_does_not_answer_is_refused_with_the_reason_beside_its_field()
    {
        _registry.Probe.Answer = new ProbeAnswer.Failed("Nothing listens there.", ClusterField.Addresses);

        var refused = await Refused(_registry.Registration.Register(_registry.Sam, Registry.Draft(), default));

        refused.Fields.ShouldNotBeNull()[ClusterField.Addresses].ShouldBe("Nothing listens there.");
        await using var db = await _registry.Db();
        (await db.Set<Cluster>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cluster_that_gives_topics_no_ids_is_refused_with_the_setting_to_raise()
    {
        await using var broker = new ScriptedBroker().WithNeeded();
        broker.On(ApiKey.Metadata, 12, broker.Alone(new MetadataResponse.Topic { Name = "orders" }));
        var vault = new SecretVault(new KeyStorage(Options.Create(new SecretOptions())));
        var login = new KafkaLogin(vault, new ClusterReach(), TimeProvider.System);
        var probe = new KafkaProbe(login, TimeProvider.System, NullLogger<KafkaProbe>.Instance);
        var given = new BootstrapAddress(broker.At.Host, broker.At.Port);
        _registry.Probe.Answer = await probe.Ask(new ClusterAccess([given], Tls: false), default);

        var refused = await Refused(_registry.Registration.Register(_registry.Sam, Registry.Draft(), default));

        refused
            .Fields.ShouldNotBeNull()[ClusterField.Addresses]
            .ShouldStartWith(
                "The cluster gives topics no ids. On Kafka with ZooKeeper, raise inter.broker.protocol.version to 2.8 or newer"
            );
    }

    [Fact]
    public async Task Testing_stores_nothing()
    {
        var outcome = await _registry.Registration.Test(_registry.Sam, Registry.Draft(), null, default);

        outcome.ShouldBeOfType<Outcome<ClusterFacts>.Done>().Value.EngineId.ShouldBe("engine-a");
        await using var db = await _registry.Db();
        (await db.Set<Cluster>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_cluster_under_a_second_name_is_refused_with_the_first()
    {
        await _registry.Register(Registry.Draft("billing"));

        var refused = await Refused(_registry.Registration.Register(_registry.Sam, Registry.Draft("ledger"), default));

        refused.Words.ShouldBe("This cluster is registered already, as billing.");
    }

    [Fact]
    public async Task Two_registrations_of_one_cluster_at_once_make_one()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(n => _registry.Registration.Register(_registry.Sam, Registry.Draft($"name-{n}"), default))
        );

        outcomes.Count(o => o is Outcome<ClusterId>.Done).ShouldBe(1);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await _registry.Register(Registry.Draft());
        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-b");

        var refused = await Refused(_registry.Registration.Register(_registry.Sam, Registry.Draft(), default));

        refused.Fields.ShouldNotBeNull().Keys.ShouldBe([ClusterField.Name]);
    }

    [Fact]
    public async Task A_name_that_jobs_use_stays_with_its_cluster_and_is_given_to_no_other()
    {
        var id = await _registry.Register(Registry.Draft());
        await AJob("sums", "billing.orders");
        (await NameProblem(Renamed(id, "ledger"))).ShouldBe(
            "billing keeps its name while it is used by sums on edge. Delete those jobs, or take it off the list of that Flink, first. Jobs of a Flink that is gone no longer count once its cluster is deregistered."
        );
        await Edited(id, Registry.Draft());

        await _registry.Deregistration.Deregister(_registry.Sam, id, default);
        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-b");
        const string used =
            "The name billing is still used for another cluster, by sums on edge; choose another name. Jobs of a Flink that is gone no longer count once its cluster is deregistered.";
        (await NameProblem(_registry.Registration.Register(_registry.Sam, Registry.Draft(), default))).ShouldBe(used);
        var other = await _registry.Register(Registry.Draft("other"));
        (await NameProblem(Renamed(other, "billing"))).ShouldBe(used);

        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-a");
        var again = await _registry.Register(Registry.Draft());
        await using var db = await _registry.Db();
        await db.Database.ExecuteSqlAsync($"update resource set gone_at = now() where kind = 'job'");
        await Edited(again, Registry.Draft("ledger"));
    }

    [Fact]
    public async Task A_name_on_the_list_of_a_Flink_stays_with_its_cluster()
    {
        var id = await _registry.Register(Registry.Draft());
        var edge = await _registry.Register(Edge);
        await using var db = await _registry.Db();
        var flink = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == edge);
        flink.Endpoints.Add(
            new()
            {
                Kind = EndpointKind.Flink,
                Addresses = "http://flink:8081",
                JobClusters = ["billing"],
            }
        );
        await db.SaveChangesAsync();

        (await NameProblem(Renamed(id, "ledger"))).ShouldContain("used by the Flink of edge.");
    }

    [Fact]
    public async Task A_cluster_that_was_renamed_from_under_its_jobs_may_have_its_name_again()
    {
        var id = await _registry.Register(Registry.Draft());
        await Edited(id, Registry.Draft("ledger"));
        await AJob("sums", "billing.orders");

        await Edited(id, Registry.Draft());
    }

    [Fact]
    public async Task The_bundled_cluster_is_known_by_its_id()
    {
        _registry.Probe.Answer = ScriptedProbe.Cluster("local-7f3a");

        await _registry.Register(Registry.Draft());

        await using var db = await _registry.Db();
        (await db.Set<Cluster>().SingleAsync()).IsLocal.ShouldBeTrue();
    }

    private static async Task<Refusal> Refused<T>(Task<Outcome<T>> act) =>
        (await act).ShouldBeOfType<Outcome<T>.Refused>().Why;

    private static async Task<string> NameProblem(Task<Outcome<ClusterId>> act) =>
        (await Refused(act)).Fields.ShouldNotBeNull()[ClusterField.Name];

    private Task<Outcome<ClusterId>> Renamed(ClusterId id, string name) =>
        _registry.Registration.Edit(_registry.Sam, id, Registry.Draft(name), null, default);

    /// <summary>On a Flink alone.</summary>
    private async Task AJob(string name, string source)
    {
        var edge = await _registry.Register(Edge);
        var spec = CoreJson.Write(new { Sources = new[] { source }, Sinks = Array.Empty<string>() });
        await using var db = await _registry.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {edge.Value}, {name}, id, {spec}::jsonb, now(), now() from team where name = 'payments'
            """
        );
    }

    private async Task Edited(ClusterId id, ClusterDraft draft) =>
        (
            await _registry.Registration.Edit(_registry.Sam, id, draft, null, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ClusterId>.Done>();

    private async Task<ClusterDraft> Stored(ClusterId id)
    {
        await using var db = await _registry.Db();
        return ClusterDraft.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == id));
    }

    private async Task<string> Tag(ClusterId id)
    {
        await using var db = await _registry.Db();
        return ClusterTag.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == id));
    }

    private async Task<long> Version()
    {
        await using var db = await _registry.Db();
        return await db
            .Database.SqlQuery<long>($"select version as \"Value\" from snapshot_version where scope = 'clusters'")
            .SingleAsync();
    }
}
