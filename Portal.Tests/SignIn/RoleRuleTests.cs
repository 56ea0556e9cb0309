using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Pages;
using Portal.Tests.Web;
using Portal.Web.Features.RoleRules;

namespace Portal.Tests.SignIn;

/// <summary>Rules by the API: previewed, added, removed; what they give counts at once.</summary>
public sealed class RoleRuleTests(ProvidedWeb web) : IClassFixture<ProvidedWeb>
{
    private const string Rules = "/api/v1/role-rules";

    [ProviderFact]
    public async Task A_rule_counts_at_once_and_so_does_its_removal()
    {
        using var root = await Platform("root");
        await web.Provider.Has("tom", "Tom Team", "tom-group");
        using var tom = new ProviderVisitor(web.Address);
        (await tom.SignIn("tom")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var effect = await Send(root, HttpMethod.Post, Rules, Rule("tom-group", "search", "member"));

        Words(effect).ShouldBe("tom +search member");
        using var answer = await tom.SignIn("tom");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var removed = await Send(root, HttpMethod.Delete, $"{Rules}/{await IdOf(root, "tom-group")}");
        Words(removed).ShouldBe("tom -search member, no access");
        (await tom.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var db = await web.Store.CreateDbContextAsync();
        var noted = await db.Set<AuditEvent>()
            .Where(e => e.Kind.StartsWith("role-rule.") && e.Words.Contains("tom-group"))
            .OrderBy(e => e.Id)
            .ToListAsync();
        noted.Select(e => e.Kind).ShouldBe(["role-rule.added", "role-rule.removed"]);
        noted.ShouldAllBe(e => e.Actor.Name == "root" && e.Words.EndsWith("Roles changed: tom."));
    }

    [ProviderFact]
    public async Task A_rule_gives_a_role_for_one_environment_alone_and_it_goes_with_the_group()
    {
        using var root = await Platform("root");
        await web.Provider.Has("eve", "Eve Environment", "eve-group");
        using var eve = new ProviderVisitor(web.Address);
        (await eve.SignIn("eve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var mars = await root.PostAsJsonAsync(Rules, Limited("mars", "approver"));
        using var owner = await root.PostAsJsonAsync(Rules, Limited("dev", "owner"));
        (mars.StatusCode, owner.StatusCode).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)
        );

        var preview = await Send(root, HttpMethod.Post, $"{Rules}/preview", new { add = Limited("dev", "approver") });
        var effect = await Send(root, HttpMethod.Post, Rules, Limited("dev", "approver"));

        Words(effect).ShouldBe("eve +search approver");
        Words(preview).ShouldBe(Words(effect));
        effect.GetProperty("people")[0].GetProperty("added")[0].GetProperty("environment").GetString().ShouldBe("dev");
        (await eve.SignIn("eve")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var role = (await Send(root, HttpMethod.Get, "/api/v1/people/eve")).GetProperty("roles")[0];
        role.GetProperty("only").GetProperty("environment").GetString().ShouldBe("dev");
        role.GetProperty("byRule").GetBoolean().ShouldBeTrue();
        role.GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        await using var db = await web.Store.CreateDbContextAsync();
        var (person, search) = (
            (await db.Set<Person>().SingleAsync(p => p.Handle == "eve")).Id,
            (await db.Set<Team>().SingleAsync(t => t.Name == "search")).Id
        );
        var callers = web.Services.GetRequiredService<CallerReader>();
        var known = (await callers.Of(person, ActorVia.Page, CancellationToken.None)).ShouldNotBeNull().Caller;
        known.Has(Role.Approver, search).ShouldBeFalse();
        known.Has(Role.Approver, new OwnedPlace(search, new("dev", "topic", default, "t"))).ShouldBeTrue();
        known.Has(Role.Approver, new OwnedPlace(search, new("prod", "topic", default, "t"))).ShouldBeFalse();
        using var taken = await root.DeleteAsync("/api/v1/people/eve/roles/search/approver?environment=dev");
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict, "a rule gives it");

        await web.Provider.Has("eve", "Eve Environment");
        (await eve.SignIn("eve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the group is gone");

        static object Limited(string environment, string role) =>
            new
            {
                provider = ProvidedWeb.Key,
                claim = "groups",
                value = "eve-group",
                team = "search",
                role,
                environment,
            };
    }

    [ProviderFact]
    public async Task On_its_page_a_rule_is_limited_to_an_environment_where_its_role_can_be()
    {
        using var root = await Platform("root");
        await using var seat = await Seat.Of(web, "root");
        var model = seat.Model<RoleRulesModel>();
        await model.Load(default);
        (model.Form.Value, model.Form.Team, model.Form.Environment) = ("page-group", "search", "dev");

        model.Form.Role = Role.Owner;
        await model.Add();
        model.Form.Value = "page-group";
        (model.Form.Team, model.Form.Role, model.Form.Environment) = ("search", Role.Approver, "dev");
        await model.Preview();
        model.Addition.ShouldNotBeNull();
        await model.Add();

        model
            .Value!.Rows.Where(row => row.Value == "page-group")
            .Select(row => (row.Role, row.Environment))
            .ShouldBe([(Role.Approver, "dev"), (Role.Owner, null)], ignoreOrder: true);
        foreach (var row in model.Value.Rows.Where(row => row.Value == "page-group"))
        {
            await model.Remove(row);
        }

        model.Value!.Rows.ShouldNotContain(row => row.Value == "page-group");
    }

    [ProviderFact]
    public async Task A_role_that_a_person_gave_outlives_a_rule_that_gives_the_same()
    {
        using var root = await Platform("root");
        await web.Provider.Has("una", "Una Until", "una-group");
        using var una = new ProviderVisitor(web.Address);
        (await una.SignIn("una")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var end = TimeProvider.System.GetUtcNow().AddDays(3);
        await Send(
            root,
            HttpMethod.Put,
            "/api/v1/people/una/roles/platform/member",
            new { reason = "For three days", expiresAt = end }
        );
        (await una.SignIn("una")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await Send(root, HttpMethod.Post, Rules, Rule("una-group", "platform", "member"));

        var ruled = await Send(root, HttpMethod.Get, "/api/v1/people/una");
        ruled.GetProperty("roles")[0].GetProperty("byRule").GetBoolean().ShouldBeTrue();
        ruled.GetProperty("roles")[0].GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        await Send(root, HttpMethod.Delete, $"{Rules}/{await IdOf(root, "una-group")}");
        var role = (await Send(root, HttpMethod.Get, "/api/v1/people/una")).GetProperty("roles")[0];
        role.GetProperty("byRule").GetBoolean().ShouldBeFalse();
        role.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(end, TimeSpan.FromSeconds(1));
    }

    [ProviderFact]
    public async Task A_preview_shows_what_happens_and_stores_nothing()
    {
        using var root = await Platform("root");
        await web.Provider.Has("pia", "Pia Preview", "pia-group", "pia-other");
        using var pia = new ProviderVisitor(web.Address);
        (await pia.SignIn("pia")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var rule = Rule("pia-group", "pia-team", "approver");

        var preview = await Send(root, HttpMethod.Post, $"{Rules}/preview", new { add = rule });

        Words(preview).ShouldBe("pia +pia-team approver");
        preview.GetProperty("newTeam").GetString().ShouldBe("Pia team");
        (await Teams(root)).ShouldNotContain("pia-team");
        (await pia.SignIn("pia")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Words(await Send(root, HttpMethod.Post, Rules, rule)).ShouldBe(Words(preview));
        (await Teams(root)).ShouldContain("pia-team");
        await Send(root, HttpMethod.Post, Rules, Rule("pia-other", "pia-team", "approver"));
        var id = await IdOf(root, "pia-group");
        var removal = await Send(root, HttpMethod.Post, $"{Rules}/preview", new { remove = id });
        Words(removal).ShouldBe("", "the other group gives the same role");
        (await IdOf(root, "pia-group")).ShouldBe(id);
    }

    [ProviderFact]
    public async Task Nobody_takes_the_role_platform_from_themselves()
    {
        await web.Provider.Has("last", "Lara Last", "last-admins");
        await web.Rule("last-admins", "platform", Role.Platform);
        using var last = await Token("last");

        using var answer = await last.DeleteAsync($"{Rules}/{await IdOf(last, "last-admins")}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("You would lose the role platform");
        (await last.GetAsync(Rules)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [ProviderFact]
    public async Task Whoever_lost_the_role_a_moment_ago_cannot_give_it_back_to_themselves()
    {
        await web.Provider.Has("demoted", "Dora Demoted", "demoted-admins");
        await web.Rule("demoted-admins", "platform", Role.Platform);
        using var _ = await Token("demoted");
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == "demoted");
        var callers = web.Services.GetRequiredService<CallerReader>();
        var known = (await callers.Of(person.Id, ActorVia.Page, CancellationToken.None)).ShouldNotBeNull();
        await db.Set<RoleRule>().Where(r => r.Value == "demoted-admins").ExecuteDeleteAsync();
        await db.Set<Membership>().Where(m => m.PersonId == person.Id).ExecuteDeleteAsync();
        var rules = web.Services.GetRequiredService<RoleRules>();

        var outcome = await rules.Add(
            known,
            new RuleWish(ProvidedWeb.Key, "groups", "demoted-admins", "platform", Role.Platform),
            CancellationToken.None
        );

        outcome.ShouldBeOfType<Outcome<RuleEffect>.Refused>().Why.Kind.ShouldBe(RefusalKind.Denied);
        (await callers.Of(person.Id, ActorVia.Page, CancellationToken.None)).ShouldBeNull();
    }

    [ProviderFact]
    public async Task The_rule_of_the_settings_is_not_removed_here_and_a_rule_is_there_once()
    {
        using var root = await Platform("root");
        await Send(root, HttpMethod.Post, Rules, Rule("once", "search", "member"));

        using var settings = await root.DeleteAsync($"{Rules}/{await IdOf(root, "platform-admins")}");
        using var again = await root.PostAsJsonAsync(Rules, Rule("once", "search", "member"));
        using var unknown = await root.DeleteAsync($"{Rules}/999999");

        settings.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [ProviderTheory]
    [InlineData("provider", "elsewhere")]
    [InlineData("claim", "email")]
    [InlineData("value", "")]
    [InlineData("team", "No Team")]
    [InlineData("team", "payments\n")]
    public async Task A_rule_that_could_give_nothing_is_refused_with_its_field(string field, string value)
    {
        using var root = await Platform("root");
        var rule = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["provider"] = ProvidedWeb.Key,
            ["claim"] = "groups",
            ["value"] = "any",
            ["team"] = "search",
            ["role"] = "member",
        };
        rule[field] = value;

        using var answer = await root.PostAsJsonAsync(Rules, rule);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task People_are_listed_with_their_groups_and_what_they_are()
    {
        using var root = await Platform("root");
        await web.Provider.Has("liz", "Liz Listed", "b-group", "a-group");
        using var liz = new ProviderVisitor(web.Address);
        using var answer = await liz.SignIn("liz");

        var people = await root.GetFromJsonAsync<JsonElement>($"{Rules}/people");

        var listed = people.EnumerateArray().Single(p => p.GetProperty("handle").GetString() == "liz");
        listed.GetProperty("email").GetString().ShouldBe("liz@example.com");
        listed
            .GetProperty("claims")
            .EnumerateArray()
            .Select(c => c.GetProperty("value").GetString())
            .ShouldBe(["a-group", "b-group"]);
        listed.GetProperty("roles").GetArrayLength().ShouldBe(0);
    }

    [ProviderFact]
    public async Task A_provider_that_is_not_configured_any_more_gives_nothing_from_the_next_start_on()
    {
        await web.Rule("former-group", "search", Role.Member);
        var join = web.Services.GetRequiredService<IdentityJoin>();
        var answer = new ProviderAnswer(
            ProvidedWeb.Key,
            web.Provider.Issuer,
            "former",
            "Fay Former",
            "fay",
            "",
            [new ClaimValue("groups", "former-group")]
        );
        var fay = (await join.Join(answer, CancellationToken.None)).ShouldBeOfType<Joined.Welcome>().Person;
        var callers = web.Services.GetRequiredService<CallerReader>();
        (await callers.Of(fay.Id, ActorVia.Token, CancellationToken.None)).ShouldNotBeNull();

        var configured = web.Services.GetRequiredService<ConfiguredProviders>().All;
        ConfiguredProviders[] others =
        [
            new([]),
            new([.. configured.Select(p => p with { Issuer = "https://login.elsewhere.example" })]),
            new([.. configured.Select(p => p with { RuleClaims = ["departments"] })]),
        ];
        foreach (var other in others)
        {
            await Setup(other);
            (await callers.Of(fay.Id, ActorVia.Token, CancellationToken.None)).ShouldBeNull();
        }

        await Setup(web.Services.GetRequiredService<ConfiguredProviders>());
        (await callers.Of(fay.Id, ActorVia.Token, CancellationToken.None)).ShouldNotBeNull();
        await using var db = await web.Store.CreateDbContextAsync();
        var noted = await db.Set<AuditEvent>()
            .Where(e => e.Subject == fay.Handle && e.Kind == "person.roles-changed")
            .OrderBy(e => e.Id)
            .ToListAsync();
        noted
            .Select(e => (e.Actor.Name, e.Words))
            .ShouldBe([
                (fay.Handle, "Roles are now member in search."),
                (Actor.Seed.Name, "Has no role any more."),
                (Actor.Seed.Name, "Roles are now member in search."),
            ]);
    }

    [ProviderFact]
    public async Task Whoever_does_not_sign_in_any_more_loses_access_and_with_it_their_tokens()
    {
        using var last = await Platform("left");
        await using var db = await web.Store.CreateDbContextAsync();
        var left = await db.Set<Person>().SingleAsync(p => p.Handle == "left");
        var ada = await db.Set<Person>().SingleAsync(p => p.Handle == "ada");
        var callers = new CallerReader(web.Store);

        await LastSignIn(TimeSpan.FromDays(29));
        (await callers.Of(left.Id, ActorVia.Token, CancellationToken.None)).ShouldNotBeNull();
        await LastSignIn(TimeSpan.FromDays(31));

        (await callers.Of(left.Id, ActorVia.Token, CancellationToken.None)).ShouldBeNull();
        (await callers.Of(ada.Id, ActorVia.Token, CancellationToken.None)).ShouldNotBeNull(
            "only what a provider said grows old"
        );

        // As after a start with this setting.
        async Task LastSignIn(TimeSpan ago)
        {
            await db.Set<ExternalIdentity>()
                .Where(i => i.PersonId == left.Id)
                .ExecuteUpdateAsync(i => i.SetProperty(x => x.SignedInAt, TimeProvider.System.GetUtcNow() - ago));
            await Setup(web.Services.GetRequiredService<ConfiguredProviders>());
        }
    }

    private Task Setup(ConfiguredProviders providers) =>
        ActivatorUtilities.CreateInstance<FederationSetup>(web.Services, providers).SetUp(CancellationToken.None);

    private static object Rule(string group, string team, string role) =>
        new
        {
            provider = ProvidedWeb.Key,
            claim = "groups",
            value = group,
            team,
            role,
        };

    /// <summary>A platform engineer's client.</summary>
    private async Task<HttpClient> Platform(string id)
    {
        await web.Provider.Has(id, "Root Admin", "platform-admins");
        return await Token(id);
    }

    private async Task<HttpClient> Token(string id)
    {
        using var visitor = await ProviderVisitor.As(web, id);
        var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await web.Token(id));
        return client;
    }

    private static async Task<JsonElement> Send(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<int> IdOf(HttpClient client, string group) =>
        (await client.GetFromJsonAsync<JsonElement>(Rules))
            .EnumerateArray()
            .Single(rule => rule.GetProperty("value").GetString() == group)
            .GetProperty("id")
            .GetInt32();

    private static async Task<List<string?>> Teams(HttpClient client) =>
        [
            .. (await client.GetFromJsonAsync<JsonElement>("/api/v1/teams"))
                .EnumerateArray()
                .Select(team => team.GetProperty("name").GetString()),
        ];

    private static string Words(JsonElement effect) =>
        string.Join(
            "; ",
            effect
                .GetProperty("people")
                .EnumerateArray()
                .Select(person =>
                    $"{person.GetProperty("handle").GetString()}{Roles(person, "added", '+')}{Roles(person, "removed", '-')}"
                    + (person.GetProperty("keepsAccess").GetBoolean() ? "" : ", no access")
                )
        );

    private static string Roles(JsonElement person, string which, char sign) =>
        string.Concat(
            person
                .GetProperty(which)
                .EnumerateArray()
                .Select(role => $" {sign}{role.GetProperty("team").GetString()} {role.GetProperty("role").GetString()}")
        );
}
