using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.Clusters;

public sealed class CredentialTests : IAsyncLifetime
{
    private Registry _registry = null!;

    public async Task InitializeAsync() => _registry = await Registry.Open();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public Task A_password_is_sealed_and_stands_nowhere_in_the_clear() => IsSealed(_registry);

    internal static async Task IsSealed(Registry registry)
    {
        await registry.Register(Registry.SignedIn("hunter2"));

        await using var db = await registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldBe("2retnuh"u8.ToArray());
        (await db.Set<AuditEvent>().Select(e => e.Data).ToListAsync()).ShouldNotContain(d =>
            d != null && d.Contains("hunter2")
        );
        Registry.SignedIn("hunter2").ToString().ShouldNotContain("hunter2");
        registry.Probe.Asked[0].ToString().ShouldNotContain("hunter2");
        var shown = ClusterDraft.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync());
        shown.Password.ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_without_a_password_keeps_and_uses_the_stored_one()
    {
        var id = await _registry.Register(Registry.SignedIn());

        var edit = Registry.SignedIn(password: null) with { Name = "renamed" };
        (
            await _registry.Registration.Edit(_registry.Sam, id, edit, null, default)
        ).ShouldBeOfType<Outcome<ClusterId>.Done>();

        var used = _registry.Probe.Asked[^1].SignIn.ShouldNotBeNull().Password;
        used.ShouldBeOfType<ClusterPassword.Stored>().Sealed.ShouldBe("2retnuh"u8.ToArray());
        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).ErasedAt.ShouldBeNull();
        (await db.Set<Cluster>().SingleAsync()).Name.ShouldBe("renamed");
    }

    [Fact]
    public async Task A_stored_password_is_not_sent_to_another_host()
    {
        var id = await _registry.Register(Registry.SignedIn());

        foreach (
            var elsewhere in new[]
            {
                Registry.SignedIn(null) with
                {
                    Addresses = "127.0.0.1:9092,10.0.0.9:9092",
                },
                Registry.SignedIn(null) with
                {
                    Tls = false,
                },
                Registry.SignedIn(null) with
                {
                    SaslMechanism = SaslMechanisms.Plain,
                },
                Registry.SignedIn(null) with
                {
                    Username = "else",
                },
            }
        )
        {
            var outcome = await _registry.Registration.Edit(_registry.Sam, id, elsewhere, null, default);
            var fields = outcome.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.Fields.ShouldNotBeNull();
            fields.Keys.ShouldContain(ClusterField.Password);
        }

        _registry.Probe.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_replaced_password_is_erased()
    {
        var id = await _registry.Register(Registry.SignedIn());

        await _registry.Registration.Edit(_registry.Sam, id, Registry.SignedIn("newer"), null, default);

        await using var db = await _registry.Db();
        var secrets = await db.Set<Secret>().OrderBy(s => s.Id).ToListAsync();
        secrets.Select(s => s.Protected is null).ShouldBe([true, false]);
        (await db.Set<Endpoint>().SingleAsync()).SecretId.ShouldBe(secrets[1].Id);
    }

    [Fact]
    public async Task A_password_that_is_replaced_while_a_client_is_opened_is_a_matter_of_a_moment()
    {
        var id = await _registry.Register(Registry.SignedIn());
        await using (var db = await _registry.Db())
        {
            // As whoever has read the registration before the edit finds it.
            var password = (await db.Set<Secret>().SingleAsync()).Id;
            await ClusterRegister.EraseSecret(db, password, TimeProvider.System.GetUtcNow(), default);
        }

        await using var clients = new KafkaClients(
            _registry.Stores,
            new KafkaLogin(Registry.Vault, new ClusterReach(), TimeProvider.System)
        );

        var wrong = await Should.ThrowAsync<EngineException>(async () => await clients.Open(id, default));
        (wrong.Fault, wrong.Message).ShouldBe((EngineFault.Transient, "How billing is registered has just changed."));
    }

    [Fact]
    public async Task A_cluster_without_sign_in_any_more_keeps_no_password()
    {
        var id = await _registry.Register(Registry.SignedIn());

        await _registry.Registration.Edit(_registry.Sam, id, Registry.Draft(), null, default);

        await using var db = await _registry.Db();
        (await db.Set<Secret>().SingleAsync()).Protected.ShouldBeNull();
        (await db.Set<Endpoint>().SingleAsync()).SecretId.ShouldBeNull();
    }

    [Fact]
    public async Task Another_cluster_at_the_registered_address_is_refused()
    {
        var id = await _registry.Register(Registry.Draft());
        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-b");

        var outcome = await _registry.Registration.Edit(_registry.Sam, id, Registry.Draft("renamed"), null, default);

        outcome.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.Words.ShouldContain("registered as billing");
    }

    [Fact]
    public async Task A_cluster_stays_in_its_environment()
    {
        var id = await _registry.Register(Registry.Draft());

        var moved = Registry.Draft() with { Environment = "prod" };
        var outcome = await _registry.Registration.Edit(_registry.Sam, id, moved, null, default);

        var refused = outcome.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why;
        refused.Fields.ShouldNotBeNull().Keys.ShouldBe([ClusterField.Environment]);
    }
}
