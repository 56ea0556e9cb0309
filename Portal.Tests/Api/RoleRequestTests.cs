using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Workers.Calendar.People;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>Roles that people request for themselves: who decides, what granting gives, and how requests and elevations end.</summary>
public sealed class RoleRequestTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private RoleRequestDecisions Decisions => web.Services.GetRequiredService<RoleRequestDecisions>();

    private RoleGrants Grants => web.Services.GetRequiredService<RoleGrants>();

    [Fact]
    public async Task Granting_gives_the_role_with_the_request_s_reason_and_end_and_all_of_it_is_audited()
    {
        using var omar = await web.As("omar");
        using var grace = await web.As("grace");
        var end = TimeProvider.System.GetUtcNow().AddDays(3);
        var id = await Send(omar, "payments", "member", until: end);
        (await Ids(grace, "/to-decide")).ShouldContain(id);

        var granted = await Decided(grace, id, "grant", new { comment = "Welcome here." });

        granted.GetProperty("state").GetString().ShouldBe("granted");
        granted.GetProperty("decidedBy").GetString().ShouldBe("grace");
        (await Ids(grace, "/to-decide")).ShouldNotContain(id);
        var role = (await grace.GetFromJsonAsync<JsonElement>("/api/v1/people/omar"))
            .GetProperty("roles")
            .EnumerateArray()
            .Single(r => r.GetProperty("team").GetString() == "payments");
        role.GetProperty("reason").GetString().ShouldBe("For a test.");
        role.GetProperty("givenBy").GetString().ShouldBe("grace");
        role.GetProperty("isElevation").GetBoolean().ShouldBeFalse();
        (role.GetProperty("expiresAt").GetDateTimeOffset() - end).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.Subject == "omar")
                .OrderBy(e => e.Id)
                .Select(e => $"{e.Actor.Name} {e.Kind}")
                .ToListAsync()
        ).ShouldBe(["omar role-request.sent", "grace role.given", "grace role-request.granted"]);
        (
            await db.Set<Due>().AnyAsync(d => d.Kind == PeopleDues.RoleRequestExpires && d.SubjectId == id)
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task A_role_is_requested_and_granted_for_one_environment_alone()
    {
        using var omar = await web.As("omar");
        using var mina = await web.As("mina");
        using var sent = await Limited(omar, "approver", new { environment = "dev" });
        var request = await sent.Content.ReadFromJsonAsync<JsonElement>();
        request.GetProperty("only").GetProperty("environment").GetString().ShouldBe("dev");

        await Decided(mina, request.GetProperty("id").GetInt64(), "grant", new { });

        var role = (await mina.GetFromJsonAsync<JsonElement>("/api/v1/people/omar"))
            .GetProperty("roles")
            .EnumerateArray()
            .Single(r => r.GetProperty("team").GetString() == "logistics");
        role.GetProperty("only").GetProperty("environment").GetString().ShouldBe("dev");
        var (logistics, who) = (await Team("logistics"), (await Caller(web, "omar")).Caller);
        who.Has(Role.Approver, logistics).ShouldBeFalse("not for all that the team owns");
        who.Has(Role.Approver, new OwnedPlace(logistics, new("dev", "topic", default, "orders"))).ShouldBeTrue();
        who.Has(Role.Approver, new OwnedPlace(logistics, new("prod", "topic", default, "orders"))).ShouldBeFalse();
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.Subject == "omar" && e.Words.Contains("logistics"))
                .Select(e => e.Words)
                .ToListAsync()
        ).ShouldAllBe(words => words.Contains("approver in logistics, only in dev"));
    }

    [Fact]
    public async Task What_a_role_can_not_be_limited_to_is_refused_beside_its_field()
    {
        using var omar = await web.As("omar");

        using var mars = await Limited(omar, "member", new { environment = "mars" });
        using var nobodys = await Limited(
            omar,
            "member",
            new
            {
                kind = "topic",
                cluster = "local",
                name = "nobodys",
            }
        );
        using var owner = await Limited(omar, "owner", new { environment = "dev" });
        using var elevation = await Limited(omar, "member", new { environment = "dev" }, hours: 4);

        (await Fields(mars)).ShouldBe(["environment"]);
        (await Fields(nobodys)).ShouldBe(["name"]);
        (await Fields(owner)).ShouldBe(["role"]);
        (await Fields(elevation)).ShouldBe(["scope"]);
    }

    private static Task<HttpResponseMessage> Limited(HttpClient who, string role, object only, int? hours = null) =>
        who.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team = "logistics",
                role,
                reason = "For a test.",
                roleExpiresAt = hours is null ? TimeProvider.System.GetUtcNow().AddDays(7) : (DateTimeOffset?)null,
                elevationHours = hours,
                only,
            }
        );

    private static async Task<IEnumerable<string>> Fields(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name);
    }

    private async Task<TeamId> Team(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return (await db.Set<Team>().SingleAsync(team => team.Name == name)).Id;
    }

    [Theory]
    [InlineData("checkout", "on-call", "tess", true)]
    [InlineData("checkout", "approver", "tess", false)]
    [InlineData("checkout", "approver", "mina", true)]
    [InlineData("checkout", "on-call", "grace", false)]
    [InlineData("checkout", "auditor", "tess", false)]
    [InlineData("platform", "platform", "tess", false)]
    public async Task Who_may_give_the_role_decides_and_nobody_else(string team, string role, string by, bool may)
    {
        using var lin = await web.As("lin");
        using var decider = await web.As(by);
        var id = await Send(lin, team, role);

        (await Ids(decider, "/to-decide")).Contains(id).ShouldBe(may);
        using var answer = await Decide(decider, id, "refuse", new { comment = "Not needed." });

        answer.StatusCode.ShouldBe(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        if (!may)
        {
            using var hidden = await decider.GetAsync($"/api/v1/role-requests/{id}");
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            await Decided(lin, id, "withdraw");
        }
    }

    [Fact]
    public async Task Nobody_decides_their_own_request()
    {
        using var sam = await web.As("sam");
        using var mina = await web.As("mina");
        var id = await Send(sam, "search", "auditor", hours: 1);

        await IsForAnother(sam, mina, id);
        await Decided(mina, id, "refuse", new { comment = "Not needed." });
    }

    [Fact]
    public async Task Nobody_decides_the_request_of_another_account_of_theirs_nor_gives_it_a_role()
    {
        using var omar = await web.As("omar");
        using var sam = await web.As("sam");
        using var mina = await web.As("mina");
        await using var db = await web.Store.CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var person in await db.Set<Person>().Where(p => p.Handle == "omar" || p.Handle == "sam").ToListAsync())
        {
            db.Add(
                new ExternalIdentity
                {
                    Provider = "test",
                    Issuer = "https://issuer.test",
                    Subject = person.Handle,
                    PersonId = person.Id,
                    Email = person.Handle == "sam" ? "Sam@example.org" : "sam@example.org",
                    SignedInAt = now,
                    AccessEndsAt = now.AddDays(30),
                }
            );
        }

        await db.SaveChangesAsync();
        var id = await Send(omar, "search", "auditor", hours: 1);

        await IsForAnother(sam, mina, id);
        var wish = new RoleWish(new("omar"), "search", Role.Auditor, "For a test.", now.AddDays(3));
        WhyNot(await Grants.Give(await Caller(web, "sam"), wish, default)).Words.ShouldContain("e-mail address");
        await Decided(mina, id, "refuse", new { comment = "Not needed." });

        // The other tests of this class know them as two.
        await db.Set<ExternalIdentity>().Where(i => i.Email.EndsWith("@example.org")).ExecuteDeleteAsync();
    }

    [Fact]
    public async Task A_refusal_needs_words_which_the_requester_reads()
    {
        using var ada = await web.As("ada");
        using var tess = await web.As("tess");
        var id = await Send(ada, "search", "member");

        using var silent = await Decide(tess, id, "refuse", new { comment = "no" });
        silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Decided(tess, id, "refuse", new { comment = "Search has enough people." });

        var read = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/role-requests/{id}");
        read.GetProperty("state").GetString().ShouldBe("refused");
        read.GetProperty("comment").GetString().ShouldBe("Search has enough people.");
        using var late = await Decide(tess, id, "grant", new { });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("was refused by tess already");
    }

    [Fact]
    public async Task A_request_is_withdrawn_by_its_requester_alone_and_then_decided_by_nobody()
    {
        using var ada = await web.As("ada");
        using var tess = await web.As("tess");
        var id = await Send(ada, "analytics", "member");
        using var twice = await ada.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team = "analytics",
                role = "member",
                reason = "For a test.",
                elevationHours = 1,
            }
        );
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var other = await Decide(tess, id, "withdraw");
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Decided(ada, id, "withdraw");
        using var lateOther = await Decide(tess, id, "withdraw");
        lateOther.StatusCode.ShouldBe(HttpStatusCode.NotFound, "what became of it isn't for others");

        using var late = await Decide(tess, id, "grant", new { });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_request_that_nobody_decided_has_expired_though_no_worker_runs_and_can_be_sent_again()
    {
        using var ada = await web.As("ada");
        using var tess = await web.As("tess");
        var id = await Send(ada, "checkout", "member");
        await using var db = await web.Store.CreateDbContextAsync();
        await Past(id);

        using var late = await Decide(tess, id, "grant", new { });

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("has expired");
        (await Ids(tess, "/to-decide")).ShouldNotContain(id);
        (await ada.GetFromJsonAsync<JsonElement>($"/api/v1/role-requests/{id}"))
            .GetProperty("state")
            .GetString()
            .ShouldBe("expired");
        var again = await Send(ada, "checkout", "member");
        await Past(again);
        var handler = new RoleRequestEnd(new RoleRequestExpiry(TimeProvider.System));
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            var due = await db.Set<Due>()
                .AsNoTracking()
                .SingleAsync(d => d.Kind == PeopleDues.RoleRequestExpires && d.SubjectId == again);
            (await handler.Handle(db, due, CancellationToken.None)).ShouldBeTrue();
            await transaction.CommitAsync();
        }

        (
            await db.Set<AuditEvent>().CountAsync(e => e.Kind == "role-request.expired" && e.Actor.Name == "clock")
        ).ShouldBe(2);
        (
            await db.Set<Due>().AnyAsync(d => d.Kind == PeopleDues.RoleRequestExpires && d.SubjectId == again)
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_who_grant_at_once_one_comes_too_late_and_the_role_is_given_once()
    {
        using var iris = await web.As("iris");
        var id = await Send(iris, "logistics", "member");
        var (grace, sam) = (await Caller(web, "grace"), await Caller(web, "sam"));

        var both = await Task.WhenAll(Decisions.Grant(grace, id, "", default), Decisions.Grant(sam, id, "", default));

        both.OfType<Outcome<RoleRequest>.Done>().Count().ShouldBe(1);
        WhyNot(both.Single(o => o is Outcome<RoleRequest>.Refused)).Words.ShouldContain("was granted by");
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<RoleGrant>()
                .CountAsync(g =>
                    db.Set<Person>().Any(p => p.Id == g.PersonId && p.Handle == "iris")
                    && db.Set<Team>().Any(t => t.Id == g.TeamId && t.Name == "logistics")
                )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_disabled_or_lost_the_role_meanwhile_decides_nothing_and_a_disabled_person_gets_no_role()
    {
        using var noor = await web.As("noor");
        var id = await Send(noor, "search", "member");
        var before = await Caller(web, "tess");
        await People.Disable(web, "tess");
        WhyNot(await Decisions.Grant(before, id, "", default)).Words.ShouldContain("disabled meanwhile");
        await People.Enable(web, "tess");
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync(
                $"update membership m set role = 'member' from person p, team t where p.id = m.person_id and p.handle = 'tess' and t.id = m.team_id and t.name = 'search'"
            );
            WhyNot(await Decisions.Grant(before, id, "", default)).Kind.ShouldBe(RefusalKind.Denied);
            await db.Database.ExecuteSqlAsync(
                $"update membership m set role = 'approver' from person p, team t where p.id = m.person_id and p.handle = 'tess' and t.id = m.team_id and t.name = 'search'"
            );
        }

        await People.Disable(web, "noor");

        WhyNot(await Decisions.Grant(before, id, "", default)).Words.ShouldContain("has no use for a role");

        await People.Enable(web, "noor");
        Done(await Decisions.Refuse(before, id, "For a test.", default));
    }

    [Fact]
    public async Task A_Portal_service_account_neither_requests_nor_decides_whoever_created_its_token()
    {
        await PortalAccounts.Create(web, "asking-ci");
        using var account = web.Stranger();
        account.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await PortalAccounts.Token(web, "asking-ci", "grace")
        );
        using var iris = await web.As("iris");
        var id = await Send(iris, "payments", "on-call");

        using var sent = await account.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team = "payments",
                role = "member",
                reason = "For a test.",
                elevationHours = 1,
            }
        );
        using var decided = await Decide(account, id, "grant", new { });

        sent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        decided.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Decided(iris, id, "withdraw");
    }

    [Fact]
    public async Task Giving_a_role_needs_a_sign_in_of_the_last_minutes_and_refusing_or_taking_one_does_not()
    {
        using var lin = await web.As("lin");
        var id = await Send(lin, "payments", "viewer");
        var grace = await Caller(web, "grace");
        await using var db = await web.Store.CreateDbContextAsync();
        var old = grace with
        {
            Caller = grace.Caller with { Session = await ProvedSession.Of(db, grace.Id, minutes: 60) },
        };
        var end = TimeProvider.System.GetUtcNow().AddDays(1);
        var wish = new RoleWish(new("lin"), "payments", Role.Viewer, "For a test.", end);

        WhyNot(await Decisions.Grant(old, id, "", default)).Kind.ShouldBe(RefusalKind.SignInAgain);
        WhyNot(await Grants.Give(old, wish, default)).Kind.ShouldBe(RefusalKind.SignInAgain);
        (await Caller(web, "lin")).Caller.HasSome(Role.Viewer).ShouldBeFalse();

        Done(await Decisions.Refuse(old, id, "For a test.", default));
        Done(await Grants.Give(grace, wish, default));
        Done(await Grants.Take(old, new("lin"), "payments", Role.Viewer, default));
    }

    [Fact]
    public async Task The_bootstrap_administrator_neither_requests_nor_decides()
    {
        var sam = (await Caller(web, "sam")).Caller with { IsBootstrap = true };

        RoleRequests.May(sam).Granted.ShouldBeFalse();
        RoleRequestDecisions.May(sam, new TeamId(1), Role.Member, "ada").Words.ShouldContain("who is behind it");
    }

    [Theory]
    [InlineData("search", "member", null, "2020-01-01T00:00:00Z", "roleExpiresAt")]
    [InlineData("search", "member", null, "2040-01-01T00:00:00Z", "roleExpiresAt")]
    [InlineData("search", "member", null, null, "roleExpiresAt")]
    [InlineData("search", "member", 2, "2027-01-01T00:00:00Z", "roleExpiresAt")]
    [InlineData("search", "platform", 2, null, "team")]
    public async Task A_request_that_says_not_when_it_ends_is_refused_beside_the_field(
        string team,
        string role,
        int? hours,
        string? until,
        string field
    )
    {
        using var ada = await web.As("ada");

        using var answer = await ada.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team,
                role,
                reason = "For a test.",
                roleExpiresAt = until,
                elevationHours = hours,
            }
        );

        await FieldRefusal.Names(answer, field);
    }

    [Fact]
    public async Task An_elevation_begins_when_it_is_granted_counts_on_pages_and_not_for_tokens_and_is_given_up_at_any_time()
    {
        using var iris = await web.As("iris");
        using var sam = await web.As("sam");
        var id = await Send(iris, "platform", "platform", hours: 2);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update role_request set requested_at = now() - interval '5 hours' where id = {id}"
        );

        await Decided(sam, id, "grant", new { });

        var elevated = await Caller(web, "iris");
        elevated.Caller.IsPlatform.ShouldBeTrue();
        var left =
            elevated.Caller.Memberships.Single(m => m.IsElevation).ExpiresAt!.Value - TimeProvider.System.GetUtcNow();
        left.ShouldBeInRange(TimeSpan.FromMinutes(115), TimeSpan.FromHours(2));
        (await Caller(web, "iris", ActorVia.Token)).Caller.IsPlatform.ShouldBeFalse();
        using var byToken = await iris.PostAsJsonAsync("/api/v1/people/ada/enable", new { });
        byToken.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var asToken = elevated with { Caller = elevated.Caller with { Actor = new Actor("iris", ActorVia.Token) } };
        WhyNot(await web.Services.GetRequiredService<PersonAccess>().Disable(asToken, "ada", "For a test.", default))
            .Kind.ShouldBe(RefusalKind.Denied);

        using var ended = await iris.DeleteAsync("/api/v1/me/elevations/platform/platform");

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Caller(web, "iris")).Caller.IsPlatform.ShouldBeFalse();
        using var twice = await iris.DeleteAsync("/api/v1/me/elevations/platform/platform");
        twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "role.given-up" && e.Subject == "iris")).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_role_rule_gives_as_well_is_no_elevation_as_long_as_the_rule_does()
    {
        using var lin = await web.As("lin");
        var id = await Send(lin, "analytics", "on-call", hours: 8);
        Done(await Decisions.Grant(await Caller(web, "tess"), id, "", default));
        await using var db = await web.Store.CreateDbContextAsync();
        var held = await db.Set<Membership>().AsNoTracking().SingleAsync(m => m.IsElevation && m.Role == Role.OnCall);

        await RoleHolding.LeaveToRule(db, held, default);

        (await Caller(web, "lin", ActorVia.Token)).Caller.Has(Role.OnCall, held.TeamId).ShouldBeTrue();
        WhyNot(await Grants.GiveUp(await Caller(web, "lin"), "analytics", Role.OnCall, default))
            .Kind.ShouldBe(RefusalKind.NotFound);
        await RoleHolding.LeaveToGrant(db, held, default);
        (await Caller(web, "lin", ActorVia.Token)).Caller.Has(Role.OnCall, held.TeamId).ShouldBeFalse();
        Done(await Grants.GiveUp(await Caller(web, "lin"), "analytics", Role.OnCall, default));
    }

    [Fact]
    public async Task A_role_that_is_no_elevation_is_not_given_up_and_an_elevation_shortens_none()
    {
        using var ada = await web.As("ada");
        using var grace = await web.As("grace");
        using var kept = await ada.DeleteAsync("/api/v1/me/elevations/payments/member");
        kept.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var id = await Send(ada, "logistics", "on-call", hours: 8);
        var end = TimeProvider.System.GetUtcNow().AddDays(30);
        Done(
            await Grants.Give(
                await Caller(web, "grace"),
                new RoleWish(new("ada"), "logistics", Role.OnCall, "For a test.", end),
                default
            )
        );

        using var granted = await Decide(grace, id, "grant", new { });

        granted.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await granted.Content.ReadAsStringAsync()).ShouldContain("already, until");
        using var again = await ada.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team = "payments",
                role = "member",
                reason = "For a test.",
                elevationHours = 1,
            }
        );
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_is_platform_by_an_elevation_leaves_no_portal_without_a_platform_engineer()
    {
        using var omar = await web.As("omar");
        var id = await Send(omar, "platform", "platform", hours: 8);
        Done(await Decisions.Grant(await Caller(web, "sam"), id, "", default));
        var elevated = await Caller(web, "omar");
        var access = web.Services.GetRequiredService<PersonAccess>();
        Done(await access.Disable(elevated, "mina", "For a test.", default));

        WhyNot(await access.Disable(elevated, "sam", "For a test.", default))
            .Words.ShouldContain("Nobody would be left");
        WhyNot(await Grants.Take(elevated, new("sam"), "platform", Role.Platform, default))
            .Words.ShouldContain("doesn't count for that");

        WhyNot(await access.Enable(elevated, "mina", default)).Words.ShouldContain("doesn't count for that");
        Done(await access.Enable(await Caller(web, "sam"), "mina", default));
        Done(await Grants.GiveUp(elevated, "platform", Role.Platform, default));
    }

    private async Task Past(long id)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update role_request set requested_at = now() - interval '8 days', expires_at = now() - interval '1 second' where id = {id}"
        );
    }

    private static async Task<IReadOnlyList<long>> Ids(HttpClient client, string list) =>
        [
            .. (await client.GetFromJsonAsync<JsonElement>($"/api/v1/role-requests{list}"))
                .EnumerateArray()
                .Select(r => r.GetProperty("id").GetInt64()),
        ];

    /// <summary>The requester, under whatever account, decides nothing of it; it waits for somebody else.</summary>
    private static async Task IsForAnother(HttpClient same, HttpClient other, long id)
    {
        foreach (var act in (string[])["grant", "refuse"])
        {
            using var own = await Decide(same, id, act, new { comment = "It is mine." });
            own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await own.Content.ReadAsStringAsync()).ShouldContain("somebody else has to decide");
        }

        (await Ids(same, "/to-decide")).ShouldNotContain(id);
        (await Ids(other, "/to-decide")).ShouldContain(id);
    }

    private static Task<HttpResponseMessage> Decide(HttpClient client, long id, string act, object? body = null) =>
        client.PostAsJsonAsync($"/api/v1/role-requests/{id}/{act}", body ?? new { });

    private static async Task<JsonElement> Decided(HttpClient client, long id, string act, object? body = null)
    {
        using var answer = await Decide(client, id, act, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
