using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>Flinks behind TLS of a private authority that let in who signs in, as they are registered and then used.</summary>
public sealed class FlinkSignInTests : IDisposable
{
    private const string Token = "t0p.secret-token_1";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly PrivateAuthority _authority = new("Portal test authority");

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_Flink_behind_a_private_authority_is_signed_in_to_with_a_token_that_nobody_sees_again()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await IsUsed(world, cluster.Flink, cluster.SqlGateway);
    }

    [FullRunFact]
    public async Task A_real_Flink_behind_a_private_authority_is_signed_in_to_with_a_token_that_nobody_sees_again()
    {
        var flink = (FlinkEngine)await SharedEngines.Flink;
        await using var world = await flink.World();
        await IsUsed(world, flink.Url, flink.Gateway);
    }

    [Fact]
    public async Task What_is_wrong_with_a_sign_in_or_an_authority_stands_beside_its_field()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await using var gate = await Gate(cluster.Flink);
        using var other = new PrivateAuthority("Another authority");
        var at = new Uri(gate.Url).Authority;

        (await Refused(world, new(gate.Url, Token: "wrong", CaPem: _authority.Pem)))["token"]
            .ShouldBe(
                $"Flink at {at} refuses the portal's sign-in. Check user and password, or the token or client certificate, on the cluster's page."
            );
        (await Refused(world, new(gate.Url, CaPem: _authority.Pem))).Keys.ShouldBe(["signIn"]);
        (await Refused(world, new(gate.Url, null, "ada", "wrong", CaPem: _authority.Pem))).Keys.ShouldBe(["password"]);
        (await Refused(world, new(gate.Url, Token: Token)))["caPem"]
            .ShouldEndWith("If its issuer is your own authority, give that authority's certificate.");
        (await Refused(world, new(gate.Url, Token: Token, CaPem: other.Pem)))["caPem"]
            .ShouldEndWith("It has to be signed by the authority given here, and name the host.");
        (await Refused(world, new(cluster.Flink, CaPem: _authority.Pem)))["caPem"]
            .ShouldContain("counts only with TLS");
        (await Refused(world, new("http://flink.internal:8081", Token: Token)))["token"]
            .ShouldBe("Over http anybody on the way can read the token. Use https.");
        (
            await Refused(
                world,
                new(gate.Url, gate.Url.Replace("https:", "http:"), Token: Token, CaPem: _authority.Pem)
            )
        ).Keys.ShouldBe(["gatewayUrl"]);

        // One of the two without TLS, on this machine: the authority counts for the other.
        (
            await Save(world, new(gate.Url, cluster.SqlGateway, Token: Token, CaPem: _authority.Pem))
        ).ShouldBeOfType<Outcome<FlinkFacts>.Done>();
    }

    [Fact]
    public async Task An_edit_keeps_the_token_where_it_went_before_and_sends_it_nowhere_else()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await using var gate = await Gate(cluster.Flink);
        await using var elsewhere = await Gate(cluster.Flink);
        await Save(world, new(gate.Url, Token: Token, CaPem: _authority.Pem));
        FlinkDraft kept = new(gate.Url, CaPem: _authority.Pem, SignIn: HttpSignInMethod.Bearer);

        (await Save(world, kept)).ShouldBeOfType<Outcome<FlinkFacts>.Done>();
        (await Refused(world, kept with { Url = elsewhere.Url }))["token"].ShouldStartWith("Enter the token.");
        elsewhere.Brought.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_uses_a_Flink_that_is_registered_anew_tries_again()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await using var gate = await Gate(cluster.Flink);
        var former = await world.Flink();
        await former.Overview(Never);
        await Save(world, new(gate.Url, Token: Token, CaPem: _authority.Pem));
        await (await world.Flink()).Overview(Never);

        var closed = await Should.ThrowAsync<EngineException>(async () => await former.Overview(Never));

        (closed.Fault, closed.Message).ShouldBe(
            (
                EngineFault.Transient,
                $"How the engine at {new Uri(cluster.Flink).Authority} is registered has just changed."
            )
        );
    }

    [Fact]
    public async Task A_token_that_is_replaced_while_a_Flink_is_opened_is_a_matter_of_a_moment()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await using var gate = await Gate(cluster.Flink);
        await Save(world, new(gate.Url, Token: Token, CaPem: _authority.Pem));
        await using (var db = await world.Open())
        {
            // As whoever has read the registration before the edit finds it.
            var token = (await db.Set<Endpoint>().SingleAsync(e => e.Addresses == gate.Url)).SecretId;
            await ClusterRegister.EraseSecret(db, token, TimeProvider.System.GetUtcNow(), Never);
        }

        var wrong = await Should.ThrowAsync<EngineException>(async () => await world.Flink());

        (wrong.Fault, wrong.Message).ShouldBe(
            (EngineFault.Transient, "How the cluster is registered has just changed.")
        );
    }

    [Fact]
    public async Task A_Flink_that_asks_for_a_client_certificate_is_shown_the_one_that_is_registered()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        using var clients = new PrivateAuthority("Clients of Flink");
        using var shown = clients.SignClient("CN=portal");
        await using var rest = await Gate(cluster.Flink, clients);
        await using var gateway = await Gate(cluster.SqlGateway, clients);
        FlinkDraft draft = new(
            rest.Url,
            gateway.Url,
            CaPem: _authority.Pem,
            ClientCertificate: shown.ExportCertificatePem(),
            ClientKey: Key(shown)
        );

        (await Save(world, draft)).ShouldBeOfType<Outcome<FlinkFacts>.Done>().Value.GatewayVersion.ShouldNotBeNull();

        (await (await world.Flink()).Overview(Never)).Version.ShouldNotBeEmpty();
        draft.ToString().ShouldNotContain("PRIVATE KEY");
        await SecuredLife.NowhereInTheClear(world, draft.ClientKey!.Split('\n')[1]);
        await using var elsewhere = await Gate(cluster.Flink, clients);
        var kept = draft with { ClientKey = null };
        (await Save(world, kept)).ShouldBeOfType<Outcome<FlinkFacts>.Done>();
        (await Refused(world, kept with { Url = elsewhere.Url }))["clientKey"]
            .ShouldStartWith("Enter the private key.");
        elsewhere.Brought.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_with_a_client_certificate_stands_beside_its_field()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        using var clients = new PrivateAuthority("Clients of Flink");
        using var strangers = new PrivateAuthority("Clients of another Flink");
        using var shown = clients.SignClient("CN=portal");
        using var other = strangers.SignClient("CN=portal");
        await using var gate = await Gate(cluster.Flink, clients);
        FlinkDraft draft = new(
            gate.Url,
            CaPem: _authority.Pem,
            ClientCertificate: shown.ExportCertificatePem(),
            ClientKey: Key(shown)
        );

        (await Refused(world, draft with { ClientCertificate = null, ClientKey = null }))["signIn"]
            .ShouldContain("requires a client certificate");
        (await Refused(world, draft with { ClientCertificate = other.ExportCertificatePem(), ClientKey = Key(other) }))[
            "clientCertificate"
        ]
            .ShouldContain("doesn't accept this client certificate");
        await using var refusing = await TlsGate.Start(
            cluster.Flink,
            _authority.Sign("127.0.0.1"),
            "Bearer another",
            clients
        );
        (await Refused(world, draft with { Url = refusing.Url }))["clientCertificate"]
            .ShouldContain("refuses the portal's sign-in");
        (await Refused(world, draft with { ClientKey = Key(other) }))["clientKey"]
            .ShouldContain("isn't the certificate's private key");
        (await Refused(world, draft with { ClientKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----" }))["clientKey"]
            .ShouldContain("without one");
        (await Refused(world, draft with { ClientCertificate = "MIIB" }))["clientCertificate"]
            .ShouldContain("isn't a certificate in PEM form");
        (await Refused(world, draft with { ClientCertificate = draft.ClientKey }))["clientCertificate"]
            .ShouldContain("holds a private key");
        (await Refused(world, draft with { Url = cluster.Flink, CaPem = null }))["clientCertificate"]
            .ShouldContain("Use https");
        (await Refused(world, draft with { SignIn = HttpSignInMethod.Bearer, Token = Token })).Keys.ShouldBe([
            "clientCertificate",
            "clientKey",
        ]);
    }

    private async Task IsUsed(WorkerWorld world, string flink, string sqlGateway)
    {
        await using var rest = await Gate(flink);
        await using var gateway = await Gate(sqlGateway);
        (await Save(world, new(rest.Url, gateway.Url, Token: Token, CaPem: _authority.Pem)))
            .ShouldBeOfType<Outcome<FlinkFacts>.Done>()
            .Value.GatewayVersion.ShouldNotBeNull();

        (await (await world.Flink()).Overview(Never)).Version.ShouldNotBeEmpty();
        await world.SeeTopic("signed.in");
        var ada = await world.Person(Role.Member, SeededStructure.Payments);
        var query = JobWorlds.Spec("SELECT `value` FROM dev.`signed.in`").Definition;
        var explained = (await world.Get<JobExplainer>().Explain(ada, await Dev(world), "typed", query, Never))
            .ShouldBeOfType<Outcome<JobExplanation>.Done>()
            .Value;
        explained.Unknown.ShouldBeNull();
        explained.Plans.ShouldHaveSingleItem();

        rest.Brought.Concat(gateway.Brought).ShouldAllBe(brought => brought == $"Bearer {Token}");
        gateway.Brought.ShouldNotBeEmpty();
        await using var db = await world.Open();
        (await db.Set<AuditEvent>().ToListAsync()).ShouldAllBe(e => e.Data == null || !e.Data.Contains(Token));
        (await db.Set<Secret>().ToListAsync()).ShouldAllBe(s =>
            s.Protected == null || !Encoding.UTF8.GetString(s.Protected).Contains(Token)
        );
        new FlinkDraft(rest.Url, Token: Token).ToString().ShouldNotContain(Token);

        rest.Authorization = "Bearer another";
        (
            await Should.ThrowAsync<EngineException>(async () => await (await world.Flink()).Overview(Never))
        ).Message.ShouldEndWith(
            "refuses the portal's sign-in. Check user and password, or the token or client certificate, on the cluster's page."
        );
    }

    private async Task<TlsGate> Gate(string target) =>
        await TlsGate.Start(target, _authority.Sign("127.0.0.1"), $"Bearer {Token}");

    private async Task<TlsGate> Gate(string target, PrivateAuthority clients) =>
        await TlsGate.Start(target, _authority.Sign("127.0.0.1"), clients: clients);

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private static async Task<Outcome<FlinkFacts>> Save(WorkerWorld world, FlinkDraft draft) =>
        await world
            .Get<FlinkRegistration>()
            .Save(await world.Person(Role.Platform, SeededStructure.Platform), await Dev(world), draft, null, Never);

    private static async Task<IReadOnlyDictionary<string, string>> Refused(WorkerWorld world, FlinkDraft draft) =>
        (await Save(world, draft)).ShouldBeOfType<Outcome<FlinkFacts>.Refused>().Why.Fields!;
}
