using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.Access;
using Portal.Workers.Collecting.ServiceAccounts;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.ServiceAccounts;
using static Portal.Tests.ServiceAccounts.ServiceAccountWorlds;

namespace Portal.Tests.ServiceAccounts;

/// <summary>An account whose clients sign in with a certificate: no password is made, access is granted to its subject, and ends with it.</summary>
public sealed class CertificateAccountTests : IAsyncLifetime
{
    private const string Billing = "CN=billing,OU=payments,O=Acme";
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Its_plan_says_that_nothing_is_made_and_on_whom_it_relies()
    {
        var id = await _world.Ask(Certified(Billing));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.Title.ShouldBe($"Create account {Billing}");
        view.Plan!.Steps.ShouldHaveSingleItem()
            .Title.ShouldBe(
                $"Create account {Billing} for clients with its certificate; nothing is made on the cluster"
            );
        view.Plan.RiskReasons.ShouldHaveSingleItem()
            .Words.ShouldBe(
                $"{Billing} is whoever holds a certificate with this subject that the brokers trust. No password is made."
            );
        view.Plan.RiskBand.ShouldBe(RiskBand.Low);
        Check(view, "certificate").Words.ShouldContain("ssl.client.auth");
        view.Checks.ShouldNotContain(check => check.Name.StartsWith("mechanism", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_password_is_made_and_none_waits_for_anybody()
    {
        var id = await _world.Carry(Certified(Billing));

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        (await (await _world.Credentials()).All(CancellationToken.None)).ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<FreshCredential>().CountAsync()).ShouldBe(0);
        var row = (await _world.Get<ServiceAccountCatalogue>().Get("dev", Billing, CancellationToken.None))!;
        (row.Principal, row.Spec!.Authentication).ShouldBe(($"User:{Billing}", AccountAuthentication.Tls));
    }

    [Fact]
    public async Task Its_name_is_taken_and_it_stays_what_it_is()
    {
        await _world.Carry(Certified(Billing));
        await _world.Carry(Create("scram"));

        await IsSentBack(Certified(Billing), "There is an account named");
        await IsSentBack(
            Update("scram", Spec(1) with { Authentication = AccountAuthentication.Tls }),
            "Clients of scram sign in by SCRAM-SHA-512, and an account keeps that."
        );
    }

    [Fact]
    public async Task What_it_may_do_already_is_named_and_needs_an_override()
    {
        await _world.Manage("orders");
        await _world.Carry(AccessWorlds.Grant("early", AccessWorlds.Reads("orders", $"User:{Billing}")));
        var id = await _world.Ask(Certified(Billing));
        await _world.PlanAll();

        var view = await _world.View(id);
        Check(view, "grants").Words.ShouldContain("early. Whoever holds its certificate goes on with that");
        view.Approvals.ShouldContain(step => step.IsOverride);
    }

    [Fact]
    public async Task Its_deletion_names_its_grants_and_they_end_with_it_and_nobody_else_s()
    {
        await _world.Manage("orders");
        await _world.Carry([.. Subjects.Select(Certified)]);
        for (var i = 0; i < Subjects.Length; i++)
        {
            await _world.Carry(AccessWorlds.Grant($"g{i}", AccessWorlds.Reads("orders", $"User:{Subjects[i]}")));
        }

        var worker = await _world.StartWorker();
        foreach (var (subject, i) in Subjects.Select((subject, i) => (subject, i)))
        {
            (await _world.AclsOf($"User:{subject}")).Count.ShouldBe(3, subject);
            var id = await _world.Ask(Delete(subject));
            var planned = await _world.Reaches(id, ChangeState.PendingApproval);
            Check(planned, "grants").Words.ShouldStartWith($"It still holds g{i}, which end with it.");
            planned.Plan!.RiskReasons[0].Words.ShouldContain($"g{i} end with it");
            await _world.Agree(id);
            await _world.Reaches(id, ChangeState.Applied);

            await End(worker);

            await Deadline.Until(async () => (await _world.AclsOf($"User:{subject}")).Count == 0);
            // The ACLs are gone a moment before that is written down.
            await Deadline.Until(async () => await InForce() == Subjects.Length - i - 1);
        }

        await using var after = await _world.Open();
        var ends = await after.Set<Change>().Where(c => c.Reason.EndsWith(" was deleted.")).ToListAsync();
        ends.Select(c => c.Reason)
            .ShouldBe(Subjects.Select(s => $"The account of User:{s} was deleted."), ignoreOrder: true);
    }

    [Fact]
    public async Task One_that_is_created_again_has_what_is_granted_to_it_then()
    {
        await _world.Manage("orders");
        await _world.Carry(Certified(Billing));
        await _world.Carry(Delete(Billing));
        await _world.Carry(Certified(Billing));
        await _world.Carry(AccessWorlds.Grant("again", AccessWorlds.Reads("orders", $"User:{Billing}")));

        await using var db = await _world.Open();
        await DeletedAccounts.Mark(db, TimeProvider.System.GetUtcNow(), CancellationToken.None);

        (await db.Set<AccessGrant>().SingleAsync()).EndedAt.ShouldBeNull();
        (await db.Set<Core.Changes.Runs.Due>().SingleAsync(d => d.Kind == AccessDues.Ends)).DueAt.ShouldBeGreaterThan(
            TimeProvider.System.GetUtcNow().AddDays(30)
        );
    }

    [Fact]
    public async Task Nobody_waits_for_the_end_of_what_was_granted_to_it_once_its_cluster_was_deregistered()
    {
        await _world.Manage("orders");
        await _world.Carry(Certified(Billing));
        await _world.Carry(AccessWorlds.Grant("reads", AccessWorlds.Reads("orders", $"User:{Billing}")));
        await _world.Carry(Delete(Billing));
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        var ends = db.Set<Core.Changes.Runs.Due>().Where(d => d.Kind == AccessDues.Ends);
        await DeletedAccounts.Mark(db, now, CancellationToken.None);
        (await ends.AnyAsync(d => d.DueAt <= now)).ShouldBeTrue();
        await db.Set<Core.Clusters.Cluster>().ExecuteUpdateAsync(set => set.SetProperty(c => c.DeregisteredAt, now));
        // Its topic is gone too.
        await db.Database.ExecuteSqlRawAsync(
            """
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
            select 'topic', cluster_id, topic, topic_id, now(), now() from access_grant
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = now()
            """
        );

        await _world.IdleWorker(_ => { }).Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        (await ends.AnyAsync()).ShouldBeFalse();
        await new AclWatch(_world.Stores, _world.AclStore, TimeProvider.System).Look(CancellationToken.None);

        (await ends.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_password_that_somebody_made_for_it_is_drift_and_goes_with_the_next_change()
    {
        await _world.Carry(Certified("billing"));
        (await Drifts()).ShouldBeEmpty();
        await (await _world.Credentials()).Set(
            "billing",
            CredentialMechanism.ScramSha512,
            4096,
            "theirs",
            AccessWorlds.Soon,
            CancellationToken.None
        );

        var drift = (await Drifts()).ShouldHaveSingleItem();
        (drift.Field, drift.Live).ShouldBe(("password", "by SCRAM-SHA-512"));

        await _world.Carry(Update("billing", ByCertificate));
        (await _world.Iterations("billing")).ShouldBeNull();
        (await Drifts()).ShouldBeEmpty();
    }

    private async Task<int> InForce()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().CountAsync(g => g.EndedAt == null);
    }

    private static async Task End(WebApplication worker)
    {
        await Deadline.Until(async () =>
        {
            try
            {
                await worker.Services.GetRequiredService<AclWatch>().Look(CancellationToken.None);
                return true;
            }
            catch (DbUpdateException)
            {
                return false; // the worker's own first look wrote the same at the same time
            }
        });
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
    }

    private async Task IsSentBack(ResourceDraft draft, string words)
    {
        var id = await _world.Ask(draft);
        await _world.PlanAll();
        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain(words);
    }

    private static CheckResult Check(ChangeView view, string name) =>
        view.Checks.Single(check => check.Name.StartsWith(name, StringComparison.Ordinal));

    private async Task<List<Drift>> Drifts()
    {
        var kinds = _world.Get<ResourceKinds>();
        await new CredentialWatch(_world.Stores, _world.CredentialStore, TimeProvider.System).Look(
            CancellationToken.None
        );
        IDriftReader[] readers = [new ServiceAccountDriftReader(kinds, _world.Get<ServiceAccountPreview>())];
        await new DriftWatch(_world.Stores, kinds, readers, TimeProvider.System).Look(CancellationToken.None);
        await using var db = await _world.Open();
        return await db.Set<Drift>().AsNoTracking().Where(d => d.EndedAt == null).ToListAsync();
    }
}
