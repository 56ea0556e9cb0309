using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Transfers;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>What a team owns is given to another one: both agree, and nothing changes on a cluster.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Both_teams_approve_and_the_new_one_owns_it()
    {
        await _world.Manage("orders");
        var change = await Transfer("orders");

        var planned = await Planned(change);
        planned.Row.Title.ShouldBe("Transfer orders to checkout");
        planned
            .Approvals.Select(step => (step.Title, step.Team))
            .ShouldBe([
                ("Hand over: Payments", SeededStructure.Payments),
                ("Take over: Checkout", SeededStructure.Checkout),
            ]);
        var step = planned.Plan!.Steps.ShouldHaveSingleItem().ShouldBeOfType<TransferOwnership>();
        (step.Before, step.After).ShouldBe(("Payments", "Checkout"));

        await _world.Approve(change);
        await _world.ApplyAll();
        (await OwnerOf("orders")).ShouldBe(SeededStructure.Payments, "nobody is given what they didn't take");

        await Take(change);
        await _world.ApplyAll();
        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
        (await OwnerOf("orders")).ShouldBe(SeededStructure.Checkout);
        _world.Kafka.Acts.ShouldBeEmpty("nothing changes on the cluster");
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "resource.transferred")).Words.ShouldBe(
            "The topic orders belongs to Checkout; before, it belonged to Payments."
        );
        var spec = (await db.Set<Resource>().SingleAsync(r => r.Name == "orders")).Read(TestKinds.All);
        spec.Owner.ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task A_plan_is_made_and_applied_while_the_cluster_is_silent()
    {
        await _world.Manage("orders");
        _world.Kafka.Fault = _ => new EngineException(EngineFault.Transient, "It does not answer.");

        await Applied(await Transfer("orders"));

        (await OwnerOf("orders")).ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task Only_its_owner_requests_it_and_only_for_another_team()
    {
        await _world.Manage("orders");

        var stranger = await _world.Person(Role.Member, SeededStructure.Checkout);
        (await Ask(stranger, Draft("orders")))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
        var mine = await _world.Person(Role.Member, SeededStructure.Payments);
        (await Problem(mine, Draft("orders") with { Owner = SeededStructure.Payments })).ShouldBe(
            ("resources[0].owner", "orders belongs to Payments already. Choose another team.")
        );
        (await Problem(mine, Draft("unknown"))).Field.ShouldBe("resources[0].name");
        (await Problem(mine, Draft("orders") with { Spec = WorkerWorld.Spec(3, 1) })).ShouldBe(
            ("resources[0].spec", "Leave the spec out: only the owner changes.")
        );
        (await Problem(mine, Draft("orders"), WorkerWorld.Create("refunds") with { Owner = "payments" })).ShouldBe(
            ("resources", "A transfer changes nothing on a cluster; request other changes in a change of their own.")
        );
    }

    [Fact]
    public async Task Grants_on_a_topic_go_along_and_none_goes_by_itself()
    {
        await _world.Manage("orders");
        await _world.Record(AccessKind.Word, "billing-reads", AccessWorlds.Reads("orders", "User:billing"));
        var mine = await _world.Person(Role.Member, SeededStructure.Payments);
        (await Problem(mine, Draft("billing-reads") with { Kind = AccessKind.Word })).Field.ShouldBe(
            "resources[0].operation"
        );

        var change = await Transfer("orders");
        var planned = await Planned(change);
        ((TransferOwnership)planned.Plan!.Steps[0]).Along.ShouldBe([new("billing-reads", "Payments", "Checkout")]);
        planned.Checks.Select(check => check.Name).ShouldContain("goes along · orders");
        await Applied(change);

        (await OwnerOf("billing-reads")).ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task A_grant_on_topics_of_several_teams_becomes_platforms()
    {
        await _world.Manage("orders.eu");
        await _world.Manage("orders.us");
        await _world.Record(
            AccessKind.Word,
            "all-orders",
            AccessWorlds.Reads("orders.", "User:billing") with
            {
                Pattern = AclPattern.Prefixed,
            }
        );

        await Applied(await Transfer("orders.eu"));
        (await OwnerOf("all-orders")).ShouldBe(SeededStructure.Platform);

        await Applied(await Transfer("orders.us"));
        (await OwnerOf("all-orders")).ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task An_approval_of_the_former_owner_does_not_count_for_what_moved()
    {
        await _world.Manage("orders");
        var growth = await _world.Ask(WorkerWorld.Update("orders", 6));
        await _world.PlanAll();
        await _world.Agree(growth);
        (await _world.View(growth)).Row.State.ShouldBe(ChangeState.Approved);

        var transfer = await Transfer("orders");
        await _world.PlanAll();
        await Agree(transfer);
        await ApplyOnly(transfer);

        (await _world.View(growth)).Row.State.ShouldBe(ChangeState.Stale);
        await _world.ApplyAll();
        (await _world.Live("orders"))!.Partitions.ShouldBe(3, "its approval was the former owner's");
        var again = await Planned(growth);
        again.Row.State.ShouldBe(ChangeState.PendingApproval);
        again.Approvals.ShouldHaveSingleItem().Team.ShouldBe(SeededStructure.Checkout);
        again.Resources[0].Owner.ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task An_open_request_that_stays_as_it_is_names_its_new_owner_in_the_audit_log()
    {
        await _world.Manage("orders");
        var growth = await _world.Ask(WorkerWorld.Update("orders", 6));

        await Write(await Transfer("orders"));

        (await _world.View(growth)).Row.State.ShouldBe(ChangeState.Planning);
        await using var db = await _world.Open();
        (
            await db.Set<AuditEvent>().SingleAsync(e => e.ChangeId == growth && e.Kind == "change.owner_changed")
        ).Words.ShouldBe("orders belongs to Checkout since a transfer.");
    }

    [Fact]
    public async Task A_request_for_access_that_waits_is_for_the_new_owner_to_approve()
    {
        await _world.Manage("orders");
        var grant = await _world.Ask(AccessWorlds.Grant("billing-reads", AccessWorlds.Reads("orders", "User:billing")));
        await _world.PlanAll();
        (await _world.View(grant)).Approvals.ShouldHaveSingleItem().Team.ShouldBe(SeededStructure.Payments);

        await Applied(await Transfer("orders"));

        (await Planned(grant)).Approvals.ShouldHaveSingleItem().Team.ShouldBe(SeededStructure.Checkout);
    }

    [Fact]
    public async Task A_transfer_that_is_planned_again_because_a_team_was_renamed_gives_that_as_the_reason()
    {
        await _world.Manage("orders");
        var change = await Transfer("orders");
        await _world.PlanAll();
        await Agree(change);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"update team set title = 'Payments and Refunds' where name = 'payments'"
            );
        }

        await _world.ApplyAll();

        var view = await _world.View(change);
        view.Row.State.ShouldBe(ChangeState.Stale);
        view.Row.StatusMessage.ShouldBe(
            "An owner, the title of a team or what goes along changed since the plan was computed: orders would go from Payments and Refunds to Checkout now."
        );
    }

    [Fact]
    public async Task Of_two_things_of_one_name_that_changed_owners_with_each_other_the_reason_names_the_new_owner()
    {
        await using var db = await _world.Open();
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Name);
        var planned = Given(topic: SeededStructure.Payments, account: SeededStructure.Checkout);
        var canonical = CanonicalForm.Write(((PlanOutline.Steps)TransferPlan.Outline(planned)).Body);
        var plan = new Plan
        {
            ChangeId = new(1),
            Number = 1,
            Hash = CanonicalForm.Hash(canonical),
            FormVersion = CanonicalForm.Version,
            Canonical = canonical,
            EvidenceJson = "{}",
            RiskScore = 0,
            RiskBand = RiskBand.Low,
            RiskReasons = [],
            MadeAt = default,
        };

        TransferPlan
            .Moved(plan, Given(topic: SeededStructure.Checkout, account: SeededStructure.Payments))
            .ShouldBe(
                "An owner, the title of a team or what goes along changed since the plan was computed: orders would go from Checkout to Search now."
            );

        TransferredResource[] Given(string topic, string account) =>
            [Of(0, TopicKind.Word, topic), Of(1, ServiceAccountKind.Word, account)];

        TransferredResource Of(int ordinal, ResourceKind kind, string from) =>
            new(
                new()
                {
                    Ordinal = ordinal,
                    Kind = kind,
                    Operation = ResourceOperation.Transfer,
                    ClusterId = new(1),
                    Name = "orders",
                    LockKey = "orders",
                    OwnerTeamId = teams[from].Id,
                },
                teams[from],
                teams[SeededStructure.Search],
                Along: [],
                Uses: [],
                HasPassword: false
            );
    }

    [Fact]
    public async Task Of_two_transfers_of_one_thing_the_second_is_for_its_new_owner_to_hand_over()
    {
        await _world.Manage("orders");
        var (first, second) = (await Transfer("orders"), await Transfer("orders", SeededStructure.Search));
        await _world.PlanAll();
        await Agree(first);
        await _world.ApplyAll();

        var again = await Planned(second);
        again.Approvals.Select(step => step.Team).ShouldBe([SeededStructure.Checkout, SeededStructure.Search]);
        ((TransferOwnership)again.Plan!.Steps[0]).Before.ShouldBe("Checkout");
    }

    [Fact]
    public async Task A_grant_that_a_run_writes_just_now_keeps_what_it_wrote_and_gets_the_new_owner()
    {
        await _world.Manage("orders");
        await _world.Record(AccessKind.Word, "billing-reads", AccessWorlds.Reads("orders", "User:billing"));
        var extension = await _world.Ask(
            AccessWorlds.Change("billing-reads", AccessWorlds.Reads("orders", "User:billing"))
        );
        var transfer = await Transfer("orders");

        // A run at its end: it has its change, and writes the resource next.
        await using var running = await _world.Open();
        await using var end = await running.Database.BeginTransactionAsync();
        await ChangeMover.Lock(running, extension, CancellationToken.None);
        var writing = Write(transfer);
        await using (var watching = await _world.Open())
        {
            await Deadline.Until(async () => await StoreLocks.Waiting(watching) == 1);
        }

        await running.Database.ExecuteSqlAsync(
            $"""
            update resource set spec = jsonb_set(spec::jsonb, array['description'], to_jsonb('Longer'::text))
            where name = 'billing-reads'
            """
        );
        await end.CommitAsync();
        await writing;

        await using var db = await _world.Open();
        var spec = (AccessSpec)
            (await db.Set<Resource>().SingleAsync(r => r.Name == "billing-reads")).Read(TestKinds.All);
        (spec.Description, spec.Owner).ShouldBe(("Longer", SeededStructure.Checkout));
    }

    // As a run does that ends.
    private async Task Write(ChangeId transfer)
    {
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var change = (await ChangeMover.Lock(db, transfer, CancellationToken.None))!;
        await _world.Get<OwnershipTransfer>().Write(db, change, change.Resources, CancellationToken.None);
        await transaction.CommitAsync();
    }

    [Fact]
    public async Task Several_things_of_several_kinds_are_transferred_at_once()
    {
        await _world.Manage("orders");
        await _world.Record(
            ServiceAccountKind.Word,
            "billing",
            new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, SeededStructure.Payments)
        );
        var who = await _world.Person(Role.Member, SeededStructure.Payments);
        var owned = await _world.Get<TransferableResources>().Of(SeededStructure.Payments, CancellationToken.None);
        owned.Select(o => (o.Kind.Word, o.Name)).ShouldBe([("service-account", "billing"), ("topic", "orders")]);

        var changes = await _world
            .Get<RequestBatches>()
            .Submit(who, ResourceOperation.Transfer, owned, SeededStructure.Checkout, "theirs", CancellationToken.None);
        var change = ((Outcome<IReadOnlyList<ChangeId>>.Done)changes).Value.ShouldHaveSingleItem();
        await Applied(change);

        (await _world.View(change)).Row.Title.ShouldBe("Transfer 2 resources to checkout");
        (await OwnerOf("billing")).ShouldBe(SeededStructure.Checkout);
        (await OwnerOf("orders")).ShouldBe(SeededStructure.Checkout);
    }

    [Theory]
    [InlineData(AccountAuthentication.Scram, true)]
    [InlineData(AccountAuthentication.Tls, false)]
    public async Task The_plan_shows_that_the_former_team_knows_the_password_of_an_account(
        AccountAuthentication authentication,
        bool isKnown
    )
    {
        await _world.Record(
            ServiceAccountKind.Word,
            "billing",
            new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, SeededStructure.Payments)
            {
                Authentication = authentication,
            }
        );
        var mine = await _world.Person(Role.Member, SeededStructure.Payments);
        var change = (
            (Outcome<ChangeId>.Done)await Ask(mine, Draft("billing") with { Kind = ServiceAccountKind.Word })
        ).Value;

        var known = (await Planned(change)).Checks.SingleOrDefault(check => check.Name == "password known · billing");
        (known is not null).ShouldBe(isKnown);
        known?.Words.ShouldBe(
            "Payments knows the password of billing, and so keeps all access that is granted to it. Rotate the password without an overlap once Checkout owns it."
        );
    }

    private static ResourceDraft Draft(string name, string to = SeededStructure.Checkout) =>
        new(TopicKind.Word, ResourceOperation.Transfer, "dev", name, null, Owner: to);

    private async Task<Outcome<ChangeId>> Ask(Caller who, params ResourceDraft[] drafts) =>
        await _world.Get<ChangeRequests>().Submit(who, new("", "theirs now", "", drafts), CancellationToken.None);

    private async Task<(string Field, string Words)> Problem(Caller who, params ResourceDraft[] drafts)
    {
        var fields = ((Outcome<ChangeId>.Refused)await Ask(who, drafts)).Why.Fields.ShouldNotBeNull();
        var (field, words) = fields.First();
        return (field, words);
    }

    private async Task<ChangeId> Transfer(string name, string to = SeededStructure.Checkout)
    {
        var owner = await OwnerOf(name);
        return ((Outcome<ChangeId>.Done)await Ask(await _world.Person(Role.Member, owner), Draft(name, to))).Value;
    }

    private async Task<ChangeView> Planned(ChangeId change)
    {
        await _world.PlanAll();
        return await _world.View(change);
    }

    private async Task Applied(ChangeId change)
    {
        await _world.PlanAll();
        await Agree(change);
        await _world.ApplyAll();
        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    private async Task Agree(ChangeId change)
    {
        await _world.Approve(change);
        await Take(change);
    }

    private async Task Take(ChangeId change)
    {
        var view = await _world.View(change);
        var ballot = new Ballot(view.Plan!.Number, view.Plan.Hash, VoteVerdict.Approve, "");
        var who = await _world.Person(Role.Approver, SeededStructure.Checkout);
        (
            await _world.Get<Voting>().Cast(who, change, ballot, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    // The other one that is approved waits: it would be claimed first.
    private async Task ApplyOnly(ChangeId change)
    {
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"update apply_run set retry_at = now() + interval '1 day' where change_id <> {change.Value}"
            );
        }

        await _world.ApplyAll();
        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    private async Task<string> OwnerOf(string name)
    {
        await using var db = await _world.Open();
        var owner = (await db.Set<Resource>().SingleAsync(r => r.Name == name && r.GoneAt == null)).OwnerTeamId;
        return (await db.Set<Team>().SingleAsync(t => t.Id == owner)).Name;
    }
}
