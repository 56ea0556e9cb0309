using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.JobCredentials;
using Portal.Core.Jobs.Tables;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Clusters;

namespace Portal.Tests.JobCredentials;

/// <summary>What jobs sign in to a cluster's Kafka with, as it is set, kept and erased.</summary>
public sealed class JobKafkaTests : IAsyncLifetime
{
    private const string Reference = "${file:/opt/secrets/kafka.properties:password}";
    private static readonly JobKafkaDraft Scram = new(
        Tls: true,
        SaslMechanism: SaslMechanisms.ScramSha512,
        Username: "jobs",
        Password: "hunter2"
    );

    private Registry _registry = null!;
    private ClusterId _cluster;

    public async Task InitializeAsync()
    {
        _registry = await Registry.Open();
        _cluster = await _registry.Register(Registry.Draft());
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_password_is_sealed_and_stands_nowhere_in_the_clear_and_goes_with_the_cluster()
    {
        var tested = await Saved(Scram);
        (tested.Untested, tested.Lacks.Count).ShouldBe((null, 0));

        var known = await Known();
        (known.Addresses, known.Tls, known.SaslMechanism, known.Username).ShouldBe(
            ("127.0.0.1:9092", true, "SCRAM-SHA-512", "jobs")
        );
        KafkaProtocol.Of(known).ShouldBe("SASL_SSL");
        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldBe("2retnuh"u8.ToArray());
        var events = await db.Set<AuditEvent>().ToListAsync();
        events.ShouldAllBe(e => !$"{e.Words} {e.Data}".Contains("hunter2"));
        events
            .Single(e => e.Kind == "job-kafka.saved")
            .Words.ShouldEndWith(
                "set how jobs reach Kafka of billing: SASL_SSL at 127.0.0.1:9092, SCRAM-SHA-512 as jobs."
            );
        Scram.ToString().ShouldNotContain("hunter2");

        await _registry.Deregistration.Deregister(_registry.Sam, _cluster, default);
        (await db.Set<Secret>().AsNoTracking().SingleAsync()).Protected.ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_without_a_password_keeps_the_stored_one_and_sends_it_nowhere_else()
    {
        await Saved(Scram);

        await Saved(Scram with { Password = null });
        _registry.Probe.Asked[^1].SignIn!.Password.ShouldBeOfType<ClusterPassword.Stored>();
        var asked = _registry.Probe.Asked.Count;
        (await Refused(Scram with { Password = null, Addresses = "127.0.0.1:9999" })).Keys.ShouldBe(["password"]);
        (await Refused(Scram with { Password = null, Tls = false })).Keys.ShouldBe(["password"]);
        _registry.Probe.Asked.Count.ShouldBe(asked);

        await Saved(Scram with { Password = "another" });
        await using var db = await _registry.Db();
        (await db.Set<Secret>().CountAsync(s => s.Protected != null)).ShouldBe(1, "the former one is erased");
    }

    [Fact]
    public async Task A_password_that_is_replaced_while_a_job_starts_is_a_matter_of_a_moment()
    {
        await Saved(Scram);
        var former = new TableSignIn.Kafka(Scram.SaslMechanism!, "jobs", (await Known()).SecretId, Reference: null);
        await Saved(Scram with { Password = "another" });
        var table = new TableStatement("CREATE TABLE t (v STRING)", [new("properties.sasl", "", SignIn: former)]);
        // The secrets come before anything is asked of Flink.
        var signIns = new TableSignIns(_registry.Stores, Registry.Vault, rest: null!);

        var wrong = await Should.ThrowAsync<EngineException>(async () => await signIns.Complete([table], default));

        (wrong.Fault, wrong.Message).ShouldBe(
            (EngineFault.Transient, "How the cluster is registered has just changed.")
        );
    }

    [Fact]
    public async Task A_reference_takes_the_place_of_a_password_and_says_that_it_was_not_tested()
    {
        await Saved(Scram);
        var asked = _registry.Probe.Asked.Count;

        (await Saved(Scram with { Password = null, PasswordReference = Reference })).Untested.ShouldNotBeNull();

        _registry.Probe.Asked.Count.ShouldBe(asked);
        var known = await Known();
        (known.PasswordReference, known.SecretId).ShouldBe((Reference, null));
        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldBeNull();
        (await Refused(Scram with { Password = null })).Keys.ShouldBe(["password"]);
    }

    [Theory]
    [InlineData("username", "", "hunter2", null, null)]
    [InlineData("password", "jobs", "", null, null)]
    [InlineData("passwordReference", "jobs", "hunter2", Reference, null)]
    [InlineData("passwordReference", "jobs", "", "${vault:secret/kafka:password}", null)]
    [InlineData("passwordReference", "jobs", "", "${file:/opt/a'b:password}", null)]
    [InlineData("caPem", "jobs", "hunter2", null, "no certificate")]
    public async Task What_is_wrong_stands_beside_its_field_before_anybody_is_connected_to(
        string field,
        string user,
        string password,
        string? reference,
        string? ca
    )
    {
        _registry.Probe.Asked.Clear();

        var refused = await Refused(
            Scram with
            {
                Username = user,
                Password = password,
                PasswordReference = reference,
                CaPem = ca,
            }
        );

        refused.Keys.ShouldBe([field]);
        refused[field].Length.ShouldBeGreaterThan(20);
        _registry.Probe.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Half_of_a_sign_in_is_refused()
    {
        (await Refused(new(Username: "jobs"))).Keys.ShouldBe(["username"]);
        (await Refused(new(Password: "hunter2"))).Keys.ShouldBe(["password"]);
        (await Refused(new(PasswordReference: Reference))).Keys.ShouldBe(["passwordReference"]);
        (await Refused(Scram with { SaslMechanism = "GSSAPI" })).Keys.ShouldBe(["saslMechanism"]);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_an_address_of_Flinks_own_network_is_stored_untested()
    {
        _registry.Probe.Answer = new ProbeAnswer.Failed("The cluster refuses it.", ClusterField.Password);
        (await Refused(Scram))["password"].ShouldBe("The cluster refuses it.");

        _registry.Probe.Answer = new ProbeAnswer.Failed("kafka.flink:9096 isn't known.", ClusterField.Addresses);
        (await Refused(Scram)).Keys.ShouldBe(["addresses"], "where the portal itself reaches it, nobody is there");
        (await Saved(Scram with { Addresses = "kafka.flink:9096" })).Untested.ShouldBe("kafka.flink:9096 isn't known.");

        _registry.Probe.Answer = ScriptedProbe.Cluster("another");
        (await Refused(Scram))["addresses"].ShouldStartWith("Another cluster answers");
    }

    [Fact]
    public async Task PLAIN_without_TLS_needs_a_confirmation_that_the_audit_log_keeps()
    {
        var plain = Scram with { Tls = false, SaslMechanism = SaslMechanisms.Plain };
        (await Refused(plain)).Keys.ShouldBe(["allowUnencryptedPassword"]);

        await Saved(plain with { AllowUnencryptedPassword = true });

        await using var db = await _registry.Db();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "cluster.unencrypted-password")).Words.ShouldContain(
            "the password of jobs is sent unencrypted"
        );
    }

    [Fact]
    public async Task Only_platform_engineers_set_and_remove_it_and_a_removal_erases_the_password()
    {
        Why(await _registry.JobKafka.Save(_registry.Ada, _cluster, Scram, null, default))
            .Kind.ShouldBe(RefusalKind.Denied);
        Why(await _registry.JobKafka.Remove(_registry.Ada, _cluster, default)).Kind.ShouldBe(RefusalKind.Denied);
        Why(await _registry.JobKafka.Remove(_registry.Sam, _cluster, default)).Kind.ShouldBe(RefusalKind.NotFound);
        await Saved(Scram);

        (await _registry.JobKafka.Remove(_registry.Sam, _cluster, default)).ShouldBeOfType<Outcome<ClusterId>.Done>();

        await using var db = await _registry.Db();
        (await db.Set<Endpoint>().CountAsync(e => e.Kind == EndpointKind.JobKafka)).ShouldBe(0);
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldBeNull();
    }

    [Fact]
    public async Task What_another_saved_since_it_was_read_is_not_overwritten()
    {
        var seen = await Tag();
        await Saved(Scram);

        Why(await _registry.JobKafka.Save(_registry.Sam, _cluster, Scram, seen, default))
            .Kind.ShouldBe(RefusalKind.Conflict);
    }

    [Fact]
    public async Task The_Kafka_moves_once_the_entry_of_its_jobs_is_not_where_it_was()
    {
        await Saved(Scram);
        var moved = Registry.Draft() with { Addresses = "127.0.0.1:9094" };
        Why(await Edit(moved))
            .Words.ShouldStartWith(
                "The stream jobs of billing have an entry of their own for its Kafka at the former addresses."
            );
        (await Edit(Registry.Draft("ledger"))).ShouldBeOfType<Outcome<ClusterId>.Done>();

        await Saved(Scram with { Addresses = "127.0.0.1:9094" });

        (await Edit(moved)).ShouldBeOfType<Outcome<ClusterId>.Done>();
        (await Known()).Addresses.ShouldBe("127.0.0.1:9094");
    }

    [Fact]
    public async Task A_gateway_that_is_reached_by_http_beyond_this_machine_is_named()
    {
        await using (var db = await _registry.Db())
        {
            var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync();
            cluster.Endpoints.Add(new() { Kind = EndpointKind.SqlGateway, Addresses = "http://gateway.internal:8083" });
            await db.SaveChangesAsync();
        }

        (await Saved(Scram))
            .Lacks.ShouldHaveSingleItem()
            .ShouldStartWith("The SQL Gateway of billing is reached by http");
    }

    private Task<Outcome<ClusterId>> Edit(ClusterDraft draft) =>
        _registry.Registration.Edit(_registry.Sam, _cluster, draft, null, default);

    private async Task<JobAccessFacts> Saved(JobKafkaDraft draft) =>
        (await _registry.JobKafka.Save(_registry.Sam, _cluster, draft, null, default))
            .ShouldBeOfType<Outcome<JobAccessFacts>.Done>()
            .Value;

    private async Task<IReadOnlyDictionary<string, string>> Refused(JobKafkaDraft draft) =>
        Why(await _registry.JobKafka.Save(_registry.Sam, _cluster, draft, null, default)).Fields.ShouldNotBeNull();

    private static Refusal Why<T>(Outcome<T> outcome) => outcome.ShouldBeOfType<Outcome<T>.Refused>().Why;

    private async Task<Endpoint> Known()
    {
        await using var db = await _registry.Db();
        return await db.Set<Endpoint>().SingleAsync(e => e.Kind == EndpointKind.JobKafka);
    }

    private async Task<string> Tag()
    {
        await using var db = await _registry.Db();
        return HttpTag.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(), [EndpointKind.JobKafka]);
    }
}
