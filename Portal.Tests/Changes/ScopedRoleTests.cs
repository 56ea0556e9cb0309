using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

/// <summary>Roles that count for an environment or for one resource: what they allow, what they don't, and that the store and the one function agree.</summary>
public sealed class ScopedRoleTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly WantedScope Prod = new(SeededStructure.Prod);
    private static readonly WantedScope Orders = new(null, TopicKind.Word.Word, "main", "orders");
    private static readonly ConfiguredProvider Company = new(
        "company",
        "Company",
        "https://company.example",
        "groups",
        ["groups"],
        null
    );
    private readonly ChangeWorld _world = new();
    private RoleGrants _grants = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _grants = _world.Get<RoleGrants>();
        await Owned("orders");
        await Owned("refunds");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_approver_in_one_environment_approves_there_and_nowhere_else()
    {
        await Given("lin", Role.Approver, Prod);
        var there = await Waiting("scoped.prod");
        var elsewhere = await Waiting("scoped.dev", "local");
        (await Inbox("lin")).ShouldBe([there.Id]);
        (await _world.View(there.Id)).Approvals[0].CanApprove.ShouldContain("lin");
        (await _world.View(elsewhere.Id)).Approvals[0].CanApprove.ShouldNotContain("lin");

        (await Refused("lin", elsewhere)).Kind.ShouldBe(RefusalKind.Denied);
        (await _world.Vote(await As("lin"), there.Id, there.Plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task A_vote_lapses_with_the_role_and_counts_again_with_it()
    {
        await Given("lin", Role.Approver, Prod);
        var (id, plan) = await Waiting(
            "scoped.lapse",
            "main",
            (SeededStructure.Payments, 1),
            (SeededStructure.Platform, 1)
        );
        (await _world.Vote(await As("lin"), id, plan)).ShouldBe(ChangeState.PendingApproval);
        (await Met(id)).ShouldBe([true, false]);

        await Taken("lin", Role.Approver, Prod);
        (await Met(id)).ShouldBe([false, false]);
        await Given("lin", Role.Approver, Prod);

        (await Met(id)).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Nobody_approves_what_they_requested_by_such_a_role()
    {
        await Given("lin", Role.Approver, Prod);

        var mine = await Waiting("scoped.mine", await As("lin"));

        (await Refused("lin", mine)).Words.ShouldContain("You requested or edited this change");
        (await Inbox("lin")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_for_one_resource_requests_its_changes_alone()
    {
        await Given("lin", Role.Member, Orders);

        (await Submit("lin", "orders", ResourceOperation.Update)).ShouldBeOfType<Outcome<ChangeId>.Done>();

        var other = (
            await Submit("lin", "refunds", ResourceOperation.Update)
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();
        other.Why.Kind.ShouldBe(RefusalKind.Denied);
        other.Why.Words.ShouldContain("doesn't count for this resource");
        (await Submit("lin", "scoped.new", ResourceOperation.Create)).ShouldBeOfType<Outcome<ChangeId>.Refused>();
        Authority
            .May(await As("lin"), new CallerAction.RequestChange(await TeamOf(SeededStructure.Payments)))
            .Granted.ShouldBeFalse("what isn't about a resource needs the whole role");
    }

    [Fact]
    public async Task On_call_for_an_environment_stops_changes_there_and_decides_on_stuck_ones()
    {
        await Given("lin", Role.OnCall, Prod);
        var there = await Waiting("scoped.stop");
        var elsewhere = await Waiting("scoped.stop.dev", "local");
        var (owner, lin) = (await TeamOf(SeededStructure.Payments), await As("lin"));

        (
            await _world.Get<ChangeStops>().Cancel(lin, elsewhere.Id, Never)
        ).ShouldBeOfType<Outcome<ChangeState>.Refused>();
        (await _world.Get<ChangeStops>().Cancel(lin, there.Id, Never)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        foreach (var (environment, granted) in new[] { (SeededStructure.Prod, true), (SeededStructure.Dev, false) })
        {
            OwnedPlace[] stuck = [new(owner, new ResourcePlace(environment, "topic", new ClusterId(1), "any"))];
            Authority.May(lin, new CallerAction.SettleRun(stuck)).Granted.ShouldBe(granted);
        }
    }

    [Fact]
    public async Task It_ends_by_itself_and_one_given_again_replaces_it()
    {
        await Given("lin", Role.Approver, Prod);
        await Given("lin", Role.Approver, Prod);
        (await As("lin")).Scoped.ShouldHaveSingleItem();
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"update role_grant set given_at = now() - interval '2 hours', expires_at = now() - interval '1 second' where ended_at is null and only_environment is not null"
            );
        }

        (await As("lin")).Scoped.ShouldBeEmpty();
        (await Inbox("lin")).ShouldBeEmpty();
        // Nobody has swept what is over: it isn't in the way.
        await Given("lin", Role.Approver, Prod);
        (await As("lin")).Scoped.ShouldHaveSingleItem();
    }

    public static TheoryData<Role, WantedScope, string> Unfit =>
        new()
        {
            { Role.Platform, Prod, "role" },
            { Role.Auditor, Prod, "role" },
            { Role.Member, new WantedScope("mars"), "environment" },
            { Role.Member, new WantedScope(null, "topic", "main", "nobodys"), "name" },
            { Role.Member, new WantedScope(null, "topic", "local", "orders"), "name" },
            { Role.Member, new WantedScope(null, "topic", "main"), "scope" },
            { Role.Member, new WantedScope(SeededStructure.Prod, "topic", "main", "orders"), "scope" },
            { Role.Member, new WantedScope(null), "scope" },
        };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task What_a_role_cannot_be_limited_to_is_refused_beside_its_field(
        Role role,
        WantedScope only,
        string field
    )
    {
        var team = role == Role.Platform ? SeededStructure.Platform : SeededStructure.Payments;

        var refused = (await Give("lin", role, only, team)).ShouldBeOfType<Outcome<RoleGrant>.Refused>();

        refused.Why.Fields.ShouldNotBeNull().Keys.ShouldBe([field]);
    }

    [Fact]
    public async Task Who_has_the_whole_role_gets_no_part_of_it()
    {
        var refused = (await Give("grace", Role.Approver, Prod)).ShouldBeOfType<Outcome<RoleGrant>.Refused>();

        refused.Why.Words.ShouldContain("already, for all that it owns");
    }

    [Fact]
    public async Task What_a_sign_in_gives_and_takes_is_in_the_audit_log_limited_roles_as_well()
    {
        await Rule("developers", Role.Member);
        await Rule("dev-approvers", Role.Approver, SeededStructure.Dev);

        await SignIn("developers", "dev-approvers");
        await SignIn("dev-approvers");
        await SignIn();
        await SignIn("dev-approvers");
        await SignIn("dev-approvers");
        await SignIn("developers");

        (await Noted("person.roles-changed")).ShouldBe([
            "Roles are now member in payments; approver in payments, only in dev.",
            "Roles are now approver in payments, only in dev.",
            "Has no role any more.",
            "Roles are now approver in payments, only in dev.",
            "Roles are now member in payments.",
        ]);
    }

    [Fact]
    public async Task A_rule_that_takes_over_what_a_person_gave_is_in_the_audit_log_with_the_end()
    {
        await Rule("developers", Role.Member);
        await SignIn();
        await Given("vera", Role.Member, only: null);

        await SignIn("developers");
        await SignIn();

        var noted = await Noted("person.roles-changed");
        noted.Count.ShouldBe(2);
        noted[0].ShouldBe("Roles are now member in payments.");
        noted[1].ShouldStartWith("Roles are now member in payments until 20");
    }

    [Fact]
    public async Task What_was_over_when_a_rule_gave_the_same_is_recorded_and_the_rest_when_it_is_due()
    {
        await Rule("dev-approvers", Role.Approver, SeededStructure.Dev);
        await SignIn();
        await Given("vera", Role.Approver, new WantedScope(SeededStructure.Dev));
        await Given("vera", Role.Approver, Prod);
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"update role_grant set given_at = now() - interval '2 hours', expires_at = now() - interval '1 second'"
        );

        await SignIn("dev-approvers");

        (await Noted("role.ended")).ShouldBe([
            "The time was over for which vera was approver in payments, only in dev; a role rule gives the same.",
        ]);
        var due = await db.Set<RoleGrant>().SingleAsync(g => g.EndedAt == null && !g.ByRule);
        due.OnlyEnvironment.ShouldBe(SeededStructure.Prod);
        await new RoleExpiry(TimeProvider.System).End(db, due.Id, Never);
        (await Noted("role.ended")).ShouldContain(
            "vera is no longer approver in payments, only in prod: its time was over."
        );
    }

    [Fact]
    public async Task The_store_names_the_same_approvers_of_a_step_as_the_one_function()
    {
        var random = new Random(20261124);
        string[] people = ["lin", "iris", "omar", "noor", "tess"];
        string[] clusters = ["main", "local"];
        string[] names = ["orders", "refunds", "made.a", "made.b"];
        var scopes = clusters
            .SelectMany(cluster => names.Select(name => (Environment: (string?)null, Cluster: cluster, Name: name)))
            .Concat([(SeededStructure.Prod, "", ""), (SeededStructure.Dev, "", "")])
            .ToList();
        foreach (var person in people)
        {
            foreach (var (environment, cluster, name) in random.GetItems([.. scopes], 4).Distinct())
            {
                await Planted(person, environment, cluster, name);
            }
        }

        List<ChangeId> changes = [];
        foreach (var cluster in clusters)
        {
            foreach (
                var made in (string[][])
                    [
                        ["made.a"],
                        ["made.b"],
                        ["made.a", "made.b"],
                    ]
            )
            {
                changes.Add(await Several(cluster, made));
            }
        }

        await using var db = await _world.Open();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in changes)
        {
            var step = (await _world.View(id)).Approvals.ShouldHaveSingleItem();
            var stored = await db.Set<StepApprover>()
                .Where(a => a.StepId == step.StepId)
                .Select(a => a.Handle)
                .ToListAsync();
            stored
                .Except(["ada"])
                .Order(StringComparer.Ordinal)
                .ShouldBe(step.CanApprove.Order(StringComparer.Ordinal));
            seen.UnionWith(step.CanApprove);
            foreach (var person in people)
            {
                (await Inbox(person)).Contains(id).ShouldBe(step.CanApprove.Contains(person), $"{person}: {id}");
            }
        }

        seen.Intersect(people).Count().ShouldBeGreaterThan(2, "some of them may approve something");
    }

    private async Task<ChangeId> Several(string cluster, string[] names)
    {
        var draft = ChangeWorld.Draft(names[0], cluster) with
        {
            Resources = [.. names.Select(name => ChangeWorld.Draft(name, cluster).Resources[0])],
        };
        var id = await _world.Submit(draft);
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1));
        await using var db = await _world.Open();
        await db.Set<ApprovalStep>()
            .Where(s => s.PlanId == plan.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Resources, Enumerable.Range(0, names.Length).ToArray()));
        return id;
    }

    private async Task Planted(string handle, string? environment, string cluster, string name)
    {
        var person = await Person(handle);
        await using var db = await _world.Open();
        var on = environment is null ? await db.Set<Cluster>().SingleAsync(c => c.Name == cluster) : null;
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new RoleGrant
            {
                PersonId = person,
                TeamId = await TeamOf(SeededStructure.Payments),
                Role = Role.Approver,
                Reason = "For a test.",
                GivenBy = "sam",
                GivenAt = now,
                ExpiresAt = now.AddDays(1),
                OnlyEnvironment = environment,
                OnlyKind = on is null ? null : TopicKind.Word.Word,
                OnlyClusterId = on?.Id,
                OnlyName = on is null ? null : name,
            }
        );
        await db.SaveChangesAsync();
    }

    private Task Owned(string topic) =>
        _world.Manage(TopicKind.Word, topic, new TopicSpec(3, 3, TopicSpec.NoConfigs, ""));

    private async Task<Outcome<ChangeId>> Submit(string who, string topic, ResourceOperation operation)
    {
        var draft = ChangeWorld.Draft(topic, partitions: 6);
        return await _world
            .Get<ChangeRequests>()
            .Submit(
                await As(who),
                draft with
                {
                    Resources = [draft.Resources[0] with { Operation = operation }],
                },
                Never
            );
    }

    // Vera's, in these groups.
    private async Task SignIn(params string[] groups)
    {
        var join = new IdentityJoin(
            _world.Get<IDbContextFactory<PortalDb>>(),
            new ConfiguredProviders([Company]),
            Options.Create(new FederationOptions()),
            TimeProvider.System
        );
        await join.Join(
            new ProviderAnswer(
                Company.Key,
                Company.Issuer,
                "subject",
                "Vera Vogt",
                "vera",
                "",
                [.. groups.Select(group => new ClaimValue("groups", group))]
            ),
            Never
        );
    }

    private async Task Rule(string group, Role role, string? environment = null)
    {
        await using var db = await _world.Open();
        db.Add(
            new RoleRule
            {
                Provider = Company.Key,
                Claim = "groups",
                Value = group,
                TeamId = await TeamOf(SeededStructure.Payments),
                Role = role,
                OnlyEnvironment = environment,
                CreatedBy = "sam",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task<List<string>> Noted(string kind)
    {
        await using var db = await _world.Open();
        return await db.Set<AuditEvent>()
            .Where(e => e.Subject == "vera" && e.Kind == kind)
            .OrderBy(e => e.Id)
            .Select(e => e.Words)
            .ToListAsync();
    }

    private async Task<Outcome<RoleGrant>> Give(
        string handle,
        Role role,
        WantedScope? only,
        string team = SeededStructure.Payments
    )
    {
        var wish = new RoleWish(new(handle), team, role, "For a test.", TimeProvider.System.GetUtcNow().AddDays(1))
        {
            Only = only,
        };
        return await _grants.Give(new KnownCaller(await Person("sam"), await As("sam")), wish, Never);
    }

    private async Task Given(string handle, Role role, WantedScope? only) =>
        (await Give(handle, role, only)).ShouldBeOfType<Outcome<RoleGrant>.Done>();

    private async Task Taken(string handle, Role role, WantedScope only)
    {
        var sam = new KnownCaller(await Person("sam"), await As("sam"));
        (
            await _grants.Take(sam, new(handle), SeededStructure.Payments, role, Never, only)
        ).ShouldBeOfType<Outcome<Person>.Done>();
    }

    private async Task<(ChangeId Id, Plan Plan)> Waiting(
        string name,
        string cluster = "main",
        params (string, int)[] steps
    )
    {
        var id = await _world.Submit(ChangeWorld.Draft(name, cluster));
        return (id, await _world.Plan(id, steps is [] ? [(SeededStructure.Payments, 1)] : steps));
    }

    private async Task<(ChangeId Id, Plan Plan)> Waiting(string name, Caller by)
    {
        var id = (await _world.Get<ChangeRequests>().Submit(by, ChangeWorld.Draft(name), Never))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        return (id, await _world.Plan(id, (SeededStructure.Payments, 1)));
    }

    private async Task<Refusal> Refused(string who, (ChangeId Id, Plan Plan) change) =>
        (
            await _world
                .Get<Voting>()
                .Cast(
                    await As(who),
                    change.Id,
                    new Ballot(change.Plan.Number, change.Plan.Hash, VoteVerdict.Approve, ""),
                    Never
                )
        )
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why;

    private async Task<IReadOnlyList<ChangeId>> Inbox(string who)
    {
        var (inbox, caller) = (_world.Get<ChangeInbox>(), await As(who));
        var rows = await inbox.For(caller, 10, Never);
        (await inbox.CountFor(caller, Never)).ShouldBe(rows.Count);
        return [.. rows.Select(row => row.Id)];
    }

    private async Task<IReadOnlyList<bool>> Met(ChangeId id) =>
        [.. (await _world.View(id)).Approvals.Select(step => step.IsMet)];

    private async Task<Caller> As(string handle)
    {
        var reader = new CallerReader(_world.Get<IDbContextFactory<PortalDb>>());
        return (await reader.Of(await Person(handle), ActorVia.Page, Never))!.Caller;
    }

    private async Task<PersonId> Person(string handle)
    {
        await using var db = await _world.Open();
        return (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id;
    }

    private async Task<TeamId> TeamOf(string name)
    {
        await using var db = await _world.Open();
        return (await db.Set<Team>().SingleAsync(t => t.Name == name)).Id;
    }
}
