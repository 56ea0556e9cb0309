using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.Federation;
using Portal.Core.People.Leaving;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.Teams;

/// <summary>Somebody leaves, and somebody else takes over what nobody else can do: in one act, and never to approve what they answer for.</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();
    private ServiceProvider _desk = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _desk = new ServiceCollection()
            .AddPortalStore(_world.Store)
            .AddPortalCore()
            .AddLogging()
            .AddPeople()
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task It_is_shown_what_somebody_would_leave_behind_to_platform_engineers_alone()
    {
        var change = await Requested("ada");

        var omar = await Leaving("omar");
        omar.Alone.Select(role => (role.Team, role.Role))
            .ShouldBe([(SeededStructure.Analytics, Role.Member), (SeededStructure.Search, Role.Member)]);
        (await Leaving("ada")).Changes.ShouldHaveSingleItem().Id.ShouldBe(change);
        (
            await _desk
                .GetRequiredService<LeavingReading>()
                .Of((await Known("ada")).Caller, "omar", CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<LeavingPerson>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task The_successor_has_the_roles_that_nobody_else_had_and_the_person_is_out()
    {
        (await Do("sam", "tess", "omar")).ShouldBeNull();

        await using var db = await _world.Open();
        var (tess, omar) = (await Person(db, "tess"), await Person(db, "omar"));
        (tess.DisabledBy, tess.DisabledReason).ShouldBe(("sam", "Leaves the company"));
        var given = await db.Set<RoleGrant>().Where(g => g.PersonId == omar.Id).ToListAsync();
        given.Select(g => g.Role).ShouldAllBe(role => role == Role.Approver);
        given.Count.ShouldBe(3);
        given.ShouldAllBe(g => g.Reason == "Handed over by tess: Leaves the company" && g.GivenBy == "sam");
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "person.handed_over")).Words.ShouldStartWith(
            "Disabled tess and handed over to omar: Leaves the company. 3 roles, 0 open changes and 0 drafts handed over;"
        );
    }

    [Fact]
    public async Task A_role_for_a_part_that_nobody_else_has_is_listed_and_handed_over_for_that_part()
    {
        await _world.Manage("orders");
        await _world.Manage("refunds");
        await Limited("omar", Role.Approver, new(SeededStructure.Prod));
        await Limited("omar", Role.Approver, new(null, "topic", "dev", "orders"));
        await Limited("omar", Role.Approver, new(null, "topic", "dev", "refunds"));
        await Limited("omar", Role.Approver, new(SeededStructure.Dev));
        (await Parts("omar")).ShouldBeEmpty("grace approves all that payments owns");

        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"delete from membership where role = 'approver' and team_id = (select id from team where name = 'payments')"
            );
            await db.Database.ExecuteSqlAsync($"update resource set gone_at = now() where name = 'refunds'");
        }

        (await Parts("omar")).ShouldBe(["for the topic orders on dev", "in dev", "in prod"]);
        await Limited("tess", Role.Approver, new(SeededStructure.Dev));
        (await Parts("omar")).ShouldBe(["in prod"], "orders is in dev, too");
        await Limited("tess", Role.OnCall, new(SeededStructure.Prod));
        (await Parts("omar")).ShouldBe(["in prod"], "another role");

        (await Do("sam", "omar", "lin")).ShouldBeNull();

        (await Parts("lin")).ShouldBe(["in prod"]);
        await using var after = await _world.Open();
        var lin = (await Person(after, "lin")).Id;
        (await after.Set<ScopedRole>().SingleAsync(r => r.PersonId == lin)).ExpiresAt.ShouldBeGreaterThan(
            TimeProvider.System.GetUtcNow().AddDays(360)
        );
    }

    [Fact]
    public async Task The_successor_answers_for_open_changes_and_can_not_approve_them()
    {
        var change = await Requested("ada");
        (await Approve("grace", change)).ShouldBeNull();
        (await View(change)).Row.State.ShouldBe(ChangeState.Approved);

        (await Do("sam", "ada", "grace")).ShouldBeNull();

        var after = await View(change);
        after.Row.RequestedBy.ShouldBe("grace");
        after.Row.State.ShouldBe(
            ChangeState.PendingApproval,
            "the approval that grace gave is of who answers for it now"
        );
        after.CurrentVotes.ShouldBeEmpty();
        after.Authors.ShouldBe(["ada", "grace"]);
        (await Approve("grace", change)).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Denied);
        after.Timeline.Select(e => e.Kind).ShouldContain("change.handed_over");
        (
            await _world.Get<ChangeStops>().Cancel((await Known("grace")).Caller, change, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>("who answers for it can cancel it");
    }

    [Fact]
    public async Task What_the_successor_approved_with_another_account_does_not_count_either_and_is_logged_as_that_account_s()
    {
        await SignedIn("grace", "grace@corp.example");
        await SignedIn("lin", "Grace@corp.example");
        var change = await Requested("ada");
        (await Approve("grace", change)).ShouldBeNull();
        (await View(change)).Row.State.ShouldBe(ChangeState.Approved);

        (await Do("sam", "ada", "lin")).ShouldBeNull();

        var after = await View(change);
        (after.Row.State, after.Row.RequestedBy).ShouldBe((ChangeState.PendingApproval, "lin"));
        after.CurrentVotes.ShouldBeEmpty();
        after
            .Timeline.Single(e => e.Kind == "vote.withdrawn")
            .Words.ShouldBe("Lin Sørensen answers for this change now, so the approval by Grace Okafor doesn't count.");
    }

    [Fact]
    public async Task A_change_that_others_approved_goes_on_under_its_new_requester()
    {
        var change = await Requested("ada");
        (await Approve("grace", change)).ShouldBeNull();

        (await Do("sam", "ada", "lin")).ShouldBeNull();

        var after = await View(change);
        (after.Row.State, after.Row.RequestedBy).ShouldBe((ChangeState.Approved, "lin"));
    }

    [Fact]
    public async Task A_change_that_a_worker_is_applying_is_not_waited_for()
    {
        var change = await Requested("ada");
        await using var worker = await _world.Open();
        await worker.Database.ExecuteSqlAsync($"update change set state = 'applying' where id = {change.Value}");
        await using var transaction = await worker.Database.BeginTransactionAsync();
        await worker.Database.ExecuteSqlAsync($"select from change where id = {change.Value} for no key update");

        (await Do("sam", "ada", "grace").WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeNull();

        await transaction.RollbackAsync();
        (await View(change)).Row.RequestedBy.ShouldBe("ada", "it was approved, and goes on as it is");
    }

    [Fact]
    public async Task A_change_that_makes_a_password_is_approved_again_for_who_will_see_it()
    {
        var change = await Account("ada", "billing", "prod");
        (await Approve("grace", change)).ShouldBeNull();
        (await View(change)).Row.State.ShouldBe(ChangeState.Approved);

        var stranger = (await Do("sam", "ada", "omar")).ShouldNotBeNull();
        stranger
            .Fields!["successor"]
            .ShouldBe(
                $"Omar Said would see the password of billing through change {change}, but has no role by which they can request it. Choose a member of the team that owns it, or cancel the change first."
            );
        (await View(change)).Row.RequestedBy.ShouldBe("ada", "all of it or nothing");

        (await Do("sam", "ada", "mina")).ShouldBeNull();
        await _world.ApplyAll();
        (await View(change)).Row.State.ShouldBe(ChangeState.Stale, "its approval was for ada's eyes");
        await _world.PlanAll();
        var again = await View(change);
        (again.Row.State, again.Row.RequestedBy).ShouldBe((ChangeState.PendingApproval, "mina"));
        again.CurrentVotes.ShouldBeEmpty();
        (await Approve("grace", change)).ShouldBeNull();
        await _world.ApplyAll();
        (await View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    [Fact]
    public async Task A_change_that_makes_a_password_goes_to_a_successor_whose_role_for_a_part_counts_for_the_account()
    {
        var change = await Account("ada", "billing");
        await Limited("omar", Role.Member, new(SeededStructure.Prod));
        (await Do("sam", "ada", "omar")).ShouldNotBeNull().Fields!.Keys.ShouldBe(["successor"], "it is in dev");

        await Limited("omar", Role.Member, new(SeededStructure.Dev));
        (await Do("sam", "ada", "omar")).ShouldBeNull();

        (await View(change)).Row.RequestedBy.ShouldBe("omar");
    }

    [Fact]
    public async Task Accounts_whose_tokens_end_with_the_person_s_are_listed_and_counted()
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into person (handle, name, owner_team_id)
            select handle, handle, team.id from team, unnest(array['billing-ci', 'orders-ci']) as handle where name = 'payments'
            """
        );
        var own = await Token(db, "ada", 1);
        await Token(db, "billing-ci", 2, with: [own.Id]);
        await Token(db, "orders-ci", 3);

        var ada = await Leaving("ada");
        (ada.WorkingTokens, ada.OpenSessions).ShouldBe((1, 0));
        ada.Accounts.ShouldBe(["billing-ci", "orders-ci"]);
        ada.Ending.ShouldBe(["billing-ci"], "the other one was created on the page");
        (await Do("sam", "ada", "grace")).ShouldBeNull();

        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "person.handed_over")).Words.ShouldEndWith(
            "; 0 sessions and 1 token ended, and with them 1 token of Portal service accounts."
        );
        var working = await _desk.GetRequiredService<TokenLife>().Working(db).Select(t => t.Name).ToListAsync();
        working.ShouldBe(["orders-ci"]);
    }

    [Fact]
    public async Task Accounts_whose_rules_for_workloads_end_with_the_person_are_listed()
    {
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                with account as (
                    insert into person (handle, name, owner_team_id)
                    select 'billing-ci', 'billing-ci', id from team where name = 'payments' returning id
                )
                insert into workload_rule (account_id, issuer, claims, scopes, lifetime, created_by, created_at, expires_at)
                select id, 'ci', jsonb_build_object(), array['read'], interval '5 minutes', author.name, now(), now() + author.lasts
                from account, (values ('ada', interval '1 day'), ('lin', interval '0')) as author(name, lasts)
                """
            );
            var own = await Token(db, "ada", 1);
            var rule = await db.Set<WorkloadRule>().Where(r => r.CreatedBy == "ada").Select(r => r.Id).SingleAsync();
            await Token(db, "billing-ci", 2, rule, [own.Id]);
        }

        var ada = await Leaving("ada");
        ada.WithRules.ShouldBe(["billing-ci"]);
        ada.Ending.ShouldBeEmpty("nobody created a token of it: a workload got it by the rule");
        (await Leaving("lin")).WithRules.ShouldBeEmpty("it is over");
        (await Leaving("grace")).WithRules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Passwords_that_only_the_person_could_see_are_listed()
    {
        var change = await Account("ada", "billing");
        await _world.ApplyAll();
        (await View(change)).Row.State.ShouldBe(ChangeState.Applied);

        (await Leaving("ada")).Passwords.ShouldBe([new("dev", "billing", "Payments", IsMade: true)]);
        (await Leaving("grace")).Passwords.ShouldBeEmpty();

        var rotation = await Account("ada", "refunds");
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update change set state = 'applying' where id = {rotation.Value}");
        (await Leaving("ada")).Passwords.ShouldContain(new UnseenPassword("dev", "refunds", "Payments", IsMade: false));
    }

    [Fact]
    public async Task An_elevation_is_neither_handed_over_nor_back_when_the_person_is()
    {
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                with given as (
                    insert into role_grant (person_id, team_id, role, reason, given_by, given_at, expires_at, is_elevation)
                    select p.id, t.id, 'on_call', 'Tonight', 'grace', now(), now() + interval '4 hours', true
                    from person p, team t where p.handle = 'ada' and t.name = 'search'
                    returning *
                )
                insert into membership (person_id, team_id, role, grant_id, expires_at, is_elevation)
                select person_id, team_id, role, id, expires_at, true from given
                """
            );
        }

        (await Known("ada")).Caller.IsElevated.ShouldBeTrue();
        (await Do("sam", "ada", "grace")).ShouldBeNull();
        (await Known("grace")).Caller.IsElevated.ShouldBeFalse();

        var enabled = await _desk.GetRequiredService<PersonAccess>().Enable(await Known("sam"), "ada", default);
        enabled.ShouldBeOfType<Outcome<Core.Teams.Person>.Done>();
        var ada = (await Known("ada")).Caller;
        (ada.IsElevated, ada.Memberships.Count > 0).ShouldBe((false, true));
    }

    [Fact]
    public async Task Drafts_go_along_and_who_left_before_can_be_handed_over_later()
    {
        var ada = (await Known("ada")).Caller;
        await _world
            .Get<RequestDrafts>()
            .Save(ada, null, new("Half of a topic", "/topics/request", "{}"), CancellationToken.None);
        (await Do("sam", "ada", "grace")).ShouldBeNull();
        (await _world.Get<RequestDrafts>().Count((await Known("grace")).Caller, CancellationToken.None)).ShouldBe(1);

        (await Do("mina", "ada", "lin")).ShouldBeNull("she is disabled already; nothing is left");
        await using var db = await _world.Open();
        (await Person(db, "ada")).DisabledBy.ShouldBe("sam");
    }

    [Theory]
    [InlineData("sam", "tess", "tess", "successor")]
    [InlineData("sam", "tess", "nobody", "successor")]
    [InlineData("sam", "tess", "", "successor")]
    public async Task A_successor_who_can_not_be_one_is_refused_beside_the_field(
        string who,
        string leaves,
        string successor,
        string field
    )
    {
        (await Do(who, leaves, successor)).ShouldNotBeNull().Fields!.Keys.ShouldBe([field]);
        await using var db = await _world.Open();
        (await Person(db, "tess")).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_hands_over_a_role_to_themselves_nor_for_themselves_nor_without_being_platform()
    {
        (await Do("sam", "tess", "sam"))!.Kind.ShouldBe(RefusalKind.Conflict);
        (await Do("sam", "sam", "mina"))!.Kind.ShouldBe(RefusalKind.Conflict);
        (await Do("grace", "tess", "omar"))!.Kind.ShouldBe(RefusalKind.Denied);
        (await Do("sam", "nobody", "omar"))!.Kind.ShouldBe(RefusalKind.NotFound);
        await using var db = await _world.Open();
        (await db.Set<RoleGrant>().CountAsync()).ShouldBe(0, "all of it or nothing");
        (await db.Set<Person>().CountAsync(p => p.DisabledAt != null)).ShouldBe(0);
    }

    [Fact]
    public async Task Handing_over_roles_needs_a_sign_in_of_the_last_minutes_as_giving_them_does()
    {
        await using var db = await _world.Open();
        var sam = await Known("sam");
        var anHourAgo = await ProvedSession.Of(db, sam.Id, minutes: 60);
        var old = sam with { Caller = sam.Caller with { Session = anHourAgo } };

        (await Do(old, "tess", "omar"))!.Kind.ShouldBe(RefusalKind.SignInAgain);
        (await db.Set<RoleGrant>().CountAsync()).ShouldBe(0, "all of it or nothing");
        (await db.Set<Core.Teams.Person>().CountAsync(p => p.DisabledAt != null)).ShouldBe(0);
        var now = await ProvedSession.Of(db, sam.Id, minutes: 1);
        (await Do(sam with { Caller = sam.Caller with { Session = now } }, "tess", "omar")).ShouldBeNull();
    }

    // Of a risk at which the owner approves.
    private async Task<ChangeId> Requested(string who)
    {
        await _world.Manage("orders");
        var draft = new ChangeDraft("", "needed", SeededStructure.Payments, [WorkerWorld.Update("orders", 6)]);
        var change = (
            (Outcome<ChangeId>.Done)
                await _world.Get<ChangeRequests>().Submit((await Known(who)).Caller, draft, CancellationToken.None)
        ).Value;
        await _world.PlanAll();
        return change;
    }

    // At a provider, which states this address.
    private async Task SignedIn(string handle, string email)
    {
        await using var db = await _world.Open();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new ExternalIdentity
            {
                Provider = "corp",
                Issuer = "https://corp.example",
                Subject = handle,
                PersonId = (await Person(db, handle)).Id,
                Email = email,
                SignedInAt = now,
                AccessEndsAt = now.AddDays(30),
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task<ChangeId> Account(string who, string name, string cluster = "dev")
    {
        var draft = new ChangeDraft(
            "",
            "needed",
            SeededStructure.Payments,
            [ServiceAccountWorlds.Create(name) with { Cluster = cluster }]
        );
        var change = (
            (Outcome<ChangeId>.Done)
                await _world.Get<ChangeRequests>().Submit((await Known(who)).Caller, draft, CancellationToken.None)
        ).Value;
        await _world.PlanAll();
        return change;
    }

    // Of a Portal service account, where it isn't Ada's own.
    private async Task<ApiToken> Token(PortalDb db, string handle, byte hash, long? rule = null, long[]? with = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var token = new ApiToken
        {
            PersonId = (await Person(db, handle)).Id,
            Name = handle,
            Hash = [.. Enumerable.Repeat(hash, 32)],
            MadeWith = with ?? [],
            CreatedBy = handle == "ada" ? null : "ada",
            WorkloadRuleId = rule,
            SignIn = _desk.GetRequiredService<TokenLife>().Mode,
            CreatedAt = now,
            ExpiresAt = now.AddDays(1),
        };
        db.Add(token);
        await db.SaveChangesAsync();
        return token;
    }

    private Task<ChangeView> View(ChangeId change) => _world.View(change);

    private async Task<Refusal?> Approve(string who, ChangeId change)
    {
        var plan = (await View(change)).Plan!;
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        var caller = (await Known(who)).Caller;
        return (
            await _world.Get<Voting>().Cast(caller, change, ballot, CancellationToken.None)
            as Outcome<ChangeState>.Refused
        )?.Why;
    }

    private async Task<Refusal?> Do(string who, string leaves, string successor) =>
        await Do(await Known(who), leaves, successor);

    private async Task<Refusal?> Do(KnownCaller who, string leaves, string successor) =>
        (
            await _desk
                .GetRequiredService<HandOver>()
                .Do(who, leaves, new(successor, "Leaves the company"), CancellationToken.None)
            as Outcome<Core.Teams.Person>.Refused
        )?.Why;

    private async Task Limited(string handle, Role role, WantedScope only)
    {
        var ends = TimeProvider.System.GetUtcNow().AddDays(30);
        var wish = new RoleWish(new(handle), SeededStructure.Payments, role, "A part of it", ends) { Only = only };
        (
            await _desk.GetRequiredService<RoleGrants>().Give(await Known("sam"), wish, CancellationToken.None)
        ).ShouldBeOfType<Outcome<RoleGrant>.Done>();
    }

    private async Task<IEnumerable<string>> Parts(string handle) =>
        (await Leaving(handle))
            .Alone.Where(role => role is { Team: SeededStructure.Payments, Role: Role.Approver })
            .Select(role => role.Only!.InWords);

    private async Task<LeavingPerson> Leaving(string handle) =>
        (
            (Outcome<LeavingPerson>.Done)
                await _desk
                    .GetRequiredService<LeavingReading>()
                    .Of((await Known("sam")).Caller, handle, CancellationToken.None)
        ).Value;

    private async Task<KnownCaller> Known(string handle)
    {
        await using var db = await _world.Open();
        var person = await Person(db, handle);
        var held = await db.Set<Core.Teams.Membership>().Where(m => m.PersonId == person.Id).ToListAsync();
        return new(person.Id, new(new(handle, ActorVia.Page), person.Name, held));
    }

    private static Task<Core.Teams.Person> Person(PortalDb db, string handle) =>
        db.Set<Core.Teams.Person>().SingleAsync(p => p.Handle == handle);
}
