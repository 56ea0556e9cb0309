using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.People.Permissions;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>What somebody may do is explained by the function that guards it.</summary>
public sealed class PermissionTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private static readonly Team _payments = new() { Name = "payments", Title = "Payments" };

    [Fact]
    public void Every_act_that_is_guarded_is_explained()
    {
        var explained = ExplainedActs
            .In(_payments)
            .Concat(ExplainedActs.Everywhere)
            .Select(asked => asked.Action.GetType().Name)
            .ToHashSet(StringComparer.Ordinal);

        typeof(CallerAction)
            .GetNestedTypes()
            .Where(act => act.IsSubclassOf(typeof(CallerAction)))
            .Select(act => act.Name)
            // What a form offers before it is known what is requested: that is explained.
            .Except([nameof(CallerAction.ChooseOwner)])
            .Except(explained)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_role_that_suffices_is_named_and_a_refusal_has_the_words_of_the_act()
    {
        using var lin = await web.As("lin");

        var found = await Of(lin, "grace", "payments");

        Roles(found, "inTeam", "Request changes for the team").ShouldBe(["payments member", "payments approver"]);
        Roles(found, "inTeam", "Approve changes that others requested").ShouldBe(["payments approver"]);
        var refused = Row(found, "inTeam", "Decide how a stuck change goes on");
        refused.GetProperty("granted").GetBoolean().ShouldBeFalse();
        refused.GetProperty("whyNot").GetString().ShouldBe(Authority.May(Nobody, new CallerAction.SettleRun([])).Words);
        var everybody = Row(found, "everywhere", "Request a role");
        everybody.GetProperty("granted").GetBoolean().ShouldBeTrue();
        everybody.GetProperty("because").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_team_it_is_one_of_theirs_and_what_isnt_there_is_named()
    {
        using var sam = await web.As("sam");

        (await sam.GetFromJsonAsync<JsonElement>("/api/v1/people/lin/permissions"))
            .GetProperty("team")
            .GetString()
            .ShouldBe("logistics");
        using var nobody = await sam.GetAsync("/api/v1/people/who/permissions");
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nowhere = await sam.GetAsync("/api/v1/people/lin/permissions?team=where");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nowhere.Content.ReadAsStringAsync()).ShouldContain("There is no team where.");
    }

    [Fact]
    public async Task Who_is_disabled_may_do_nothing_whatever_roles_are_listed()
    {
        using var sam = await web.As("sam");
        await Sent(sam, "iris/disable", new { reason = "Left on Friday" });

        var found = await Of(sam, "iris", "checkout");

        found
            .GetProperty("inTeam")
            .EnumerateArray()
            .Concat(found.GetProperty("everywhere").EnumerateArray())
            .ShouldAllBe(row => !row.GetProperty("granted").GetBoolean());
        await Sent(sam, "iris/enable", new { });
        Roles(await Of(sam, "iris", "checkout"), "inTeam", "Request changes for the team")
            .ShouldBe(["checkout member"]);
    }

    [Fact]
    public async Task A_role_for_a_part_is_explained_as_one_and_lists_its_holder_in_the_team()
    {
        using var sam = await web.As("sam");
        using var given = await sam.PutAsJsonAsync(
            "/api/v1/people/omar/roles/logistics/approver",
            new
            {
                reason = "Reviews what goes to dev",
                expiresAt = TimeProvider.System.GetUtcNow().AddDays(3),
                only = new { environment = "dev" },
            }
        );
        given.StatusCode.ShouldBe(HttpStatusCode.OK);

        var found = await Of(sam, "omar", "logistics");

        var because = Row(found, "inTeam", "Approve changes that others requested").GetProperty("because")[0];
        because.GetProperty("only").GetProperty("environment").GetString().ShouldBe("dev");
        Row(found, "inTeam", "Edit how the team is reached").GetProperty("granted").GetBoolean().ShouldBeFalse();
        var role = (await sam.GetFromJsonAsync<JsonElement>("/api/v1/people/omar"))
            .GetProperty("roles")
            .EnumerateArray()
            .Single(one => one.GetProperty("team").GetString() == "logistics");
        role.GetProperty("only").GetProperty("environment").GetString().ShouldBe("dev");
        using var wrong = await sam.PutAsJsonAsync(
            "/api/v1/people/omar/roles/logistics/approver",
            new
            {
                reason = "Nowhere",
                expiresAt = TimeProvider.System.GetUtcNow().AddDays(3),
                only = new { environment = "mars" },
            }
        );
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("There is no environment mars.");
        using var whole = await sam.DeleteAsync("/api/v1/people/omar/roles/logistics/approver");
        whole.StatusCode.ShouldBe(HttpStatusCode.NotFound, "that is another role");
        using var taken = await sam.DeleteAsync("/api/v1/people/omar/roles/logistics/approver?environment=dev");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Caller Nobody => new(new Actor("nobody", ActorVia.Page), "Nobody", []);

    private static async Task Sent(HttpClient sam, string act, object body)
    {
        using var answer = await sam.PostAsJsonAsync($"/api/v1/people/{act}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<JsonElement> Of(HttpClient who, string handle, string team) =>
        who.GetFromJsonAsync<JsonElement>($"/api/v1/people/{handle}/permissions?team={team}");

    private static JsonElement Row(JsonElement found, string part, string act) =>
        found.GetProperty(part).EnumerateArray().Single(row => row.GetProperty("act").GetString() == act);

    private static string[] Roles(JsonElement found, string part, string act) =>
        [
            .. Row(found, part, act)
                .GetProperty("because")
                .EnumerateArray()
                .Select(role => $"{role.GetProperty("team")} {role.GetProperty("role")}"),
        ];
}
