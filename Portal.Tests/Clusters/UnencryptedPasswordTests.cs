using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Web.Features.Clusters;
using Radzen;

namespace Portal.Tests.Clusters;

/// <summary>A password that would go over the network as it is goes only after somebody confirmed that, and the audit log says who.</summary>
public sealed class UnencryptedPasswordTests : IAsyncLifetime
{
    private static readonly ClusterDraft Plain = Registry.SignedIn() with
    {
        Tls = false,
        SaslMechanism = SaslMechanisms.Plain,
    };

    private Registry _registry = null!;

    public async Task InitializeAsync() => _registry = await Registry.Open();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Without_the_confirmation_nothing_is_sent()
    {
        var tested = await _registry.Registration.Test(_registry.Sam, Plain, null, default);
        var registered = await _registry.Registration.Register(_registry.Sam, Plain, default);

        foreach (var why in new[] { Why(tested), Why(registered) })
        {
            why.Fields.ShouldNotBeNull().Keys.ShouldBe([ClusterField.AllowUnencryptedPassword]);
            why.Fields.Values.Single().ShouldContain("Switch TLS on, choose SCRAM, or confirm it");
        }

        _registry.Probe.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_it_the_audit_log_names_who_confirmed_before_the_cluster_was_asked()
    {
        _registry.Probe.Answer = new ProbeAnswer.Failed("It doesn't answer.", ClusterField.Addresses);
        await _registry.Registration.Register(_registry.Sam, Plain with { AllowUnencryptedPassword = true }, default);

        _registry.Probe.Asked.Count.ShouldBe(1);
        await using var db = await _registry.Db();
        var kept = await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "cluster.unencrypted-password");
        kept.Actor.Name.ShouldBe("sam");
        kept.Subject.ShouldBe("billing");
        kept.Data.ShouldNotBeNull().ShouldContain("127.0.0.1:9092");
        kept.Data.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Over_TLS_or_with_SCRAM_nobody_is_asked()
    {
        await _registry.Register(Plain with { Tls = true });
        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-b");
        await _registry.Register(Registry.SignedIn() with { Name = "other", Tls = false });

        await using var db = await _registry.Db();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "cluster.registered")).ShouldBe(2);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "cluster.unencrypted-password")).ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_confirms_it_anew()
    {
        var id = await _registry.Register(Plain with { AllowUnencryptedPassword = true });
        await using var db = await _registry.Db();
        var read = ClusterDraft.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync());

        var edited = await _registry.Registration.Edit(_registry.Sam, id, read with { Name = "ledger" }, null, default);

        Why(edited).Fields.ShouldNotBeNull().Keys.ShouldBe([ClusterField.AllowUnencryptedPassword]);
    }

    [Theory]
    [InlineData("PLAIN", false, true)]
    [InlineData("PLAIN", true, false)]
    [InlineData("SCRAM-SHA-512", false, false)]
    [InlineData("", false, false)]
    public void The_form_asks_where_it_is_needed(string mechanism, bool tls, bool isAsked)
    {
        using var bunit = new BunitContext();
        bunit.Services.AddRadzenComponents();
        bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        var view = new ClusterFormView(null, [], [], new ClusterForm { SaslMechanism = mechanism, Tls = tls });

        var fields = bunit.Render<ClusterFields>(form => form.Add(f => f.View, view).Add(f => f.Wrong, _ => null));

        fields.Markup.Contains("Send the password unencrypted").ShouldBe(isAsked);
    }

    private static Refusal Why<T>(Outcome<T> outcome) => outcome.ShouldBeOfType<Outcome<T>.Refused>().Why;
}
