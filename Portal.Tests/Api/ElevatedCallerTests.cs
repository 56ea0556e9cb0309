using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Federation;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>What somebody has for some hours: nothing that they give by it outlives it.</summary>
public sealed class ElevatedCallerTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private RoleGrants Grants => web.Services.GetRequiredService<RoleGrants>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await BreakGlassOf.CloseAll(web);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"delete from membership where grant_id is not null");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_platform_for_some_hours_makes_nothing_of_it_that_stays(bool byBreakGlass)
    {
        var account = await PortalAccounts.Create(web, "lasting-ci");
        using var omar = await web.As("omar");
        var request = await Send(omar, "checkout", "member");
        await Elevate("iris", "platform", Role.Platform, byBreakGlass);
        var iris = await Caller(web, "iris");
        iris.Caller.IsPlatform.ShouldBeTrue();

        Denied(await Grants.Give(iris, Wish("omar", "search", Role.Auditor), default));
        Denied(await Grants.Take(iris, new("sam"), "platform", Role.Platform, default));
        Denied(await web.Services.GetRequiredService<RoleRequestDecisions>().Grant(iris, request, "", default));
        (await web.Services.GetRequiredService<RoleRequestList>().ToDecide(iris.Caller, default)).ShouldBeEmpty();
        var rules = web.Services.GetRequiredService<RoleRules>();
        Denied(await rules.Add(iris, new RuleWish("test", "groups", "mine", "platform", Role.Platform), default));
        Denied(await rules.Remove(iris, 1, default));
        var access = web.Services.GetRequiredService<PersonAccess>();
        Done(await access.Disable(iris, "mina", "For a test.", default));
        Denied(await access.Enable(iris, "mina", default));
        Done(await access.Enable(await Caller(web, "sam"), "mina", default));
        Denied(
            await web
                .Services.GetRequiredService<AccountCreation>()
                .Create(iris, new AccountWish("kept-ci", "payments", "For a test."), default)
        );
        Denied(
            await web
                .Services.GetRequiredService<AccountTokens>()
                .Create(iris, account, new TokenWish("kept", TimeSpan.FromHours(1), ["read"]), null, default)
        );
        using var withdrawn = await omar.PostAsJsonAsync($"/api/v1/role-requests/{request}/withdraw", new { });
    }

    [Fact]
    public async Task Who_approves_for_a_team_for_some_hours_gives_none_of_its_roles_and_no_token_of_its_accounts()
    {
        var account = await PortalAccounts.Create(web, "lasting-ci");
        await Elevate("ada", "payments", Role.Approver, byBreakGlass: false);
        var ada = await Caller(web, "ada");

        Denied(await Grants.Give(ada, Wish("omar", "payments", Role.Member), default));
        Denied(
            await web
                .Services.GetRequiredService<AccountTokens>()
                .Create(ada, account, new TokenWish("kept", TimeSpan.FromHours(1), ["read"]), null, default)
        );
    }

    [Fact]
    public async Task What_somebody_has_without_an_end_counts_while_they_are_elevated()
    {
        await Elevate("tess", "platform", Role.Platform, byBreakGlass: false);
        var tess = await Caller(web, "tess");

        Done(await Grants.Give(tess, Wish("omar", "checkout", Role.Member), default));
        Denied(await Grants.Give(tess, Wish("omar", "payments", Role.Member), default));
    }

    [Fact]
    public async Task A_role_whose_time_is_over_while_its_holder_waits_for_another_doesn_t_count()
    {
        Done(await Grants.Give(await Caller(web, "sam"), Wish("lin", "platform", Role.Platform), default));
        var lin = await Caller(web, "lin");
        await using var db = await web.Store.CreateDbContextAsync();
        await using var other = await db.Database.BeginTransactionAsync();
        await db.LockRules(default);
        var waiting = web.Services.GetRequiredService<PersonAccess>().Disable(lin, "omar", "For a test.", default);
        await using var beside = await web.Store.CreateDbContextAsync();
        await Deadline.Until(async () => await StoreLocks.Waiting(beside) > 0);

        await beside.Database.ExecuteSqlAsync(
            $"update membership set expires_at = clock_timestamp() where role = 'platform' and grant_id is not null"
        );
        await other.CommitAsync();

        WhyNot(await waiting).Kind.ShouldBe(RefusalKind.Denied);
    }

    private async Task Elevate(string handle, string team, Role role, bool byBreakGlass)
    {
        if (byBreakGlass)
        {
            var access = await BreakGlassOf.Open(web, handle, team, role);
            Done(
                await web
                    .Services.GetRequiredService<BreakGlassConfirmation>()
                    .Confirm(await Caller(web, "sam"), access.Id, default)
            );
            return;
        }

        using var client = await web.As(handle);
        var id = await Send(client, team, StoreTypes.Word(role), hours: 2);
        Done(
            await web
                .Services.GetRequiredService<RoleRequestDecisions>()
                .Grant(await Caller(web, "sam"), id, "", default)
        );
    }

    private static RoleWish Wish(string to, string team, Role role) =>
        new(new(to), team, role, "For a test.", TimeProvider.System.GetUtcNow().AddDays(30));

    private static void Denied<T>(Outcome<T> outcome)
    {
        var why = WhyNot(outcome);
        why.Kind.ShouldBe(RefusalKind.Denied);
        why.Words.ShouldEndWith("An elevation or break-glass access doesn't count for that.");
    }
}
