using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.SignIn;

/// <summary>What is left of the bootstrap administrator once it was closed, opened again, or got another password: nothing that acts.</summary>
public sealed class BootstrapAccessTests(BootstrapWeb web) : IClassFixture<BootstrapWeb>
{
    private const string Password = BootstrapWeb.Password;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_begins_with_the_former_password_meanwhile_ends_as_well(bool byCommand)
    {
        using var first = await web.SetUp();
        using var second = new BootstrapVisitor(web.Address);
        var person = await web.Administrator();
        await using var db = await web.Store.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // A session's row names its person: nobody can store one until this ends.
        await db.Database.ExecuteSqlAsync($"select 1 from person where id = {person.Id.Value} for update");
        var signIn = second.SignIn(Password);
        await Deadline.Until(async () => await Waiting() > 0);
        Task end = byCommand ? web.Links.Reopen(default) : first.Change(Password, "another horse entirely");
        await Deadline.Until(async () => end.IsCompleted || await Waiting() > 1);

        await transaction.RollbackAsync();

        (await signIn).StatusCode.ShouldBe(HttpStatusCode.Redirect, "the password was right then");
        await end;
        (await second.IsIn()).ShouldBeFalse();
        (await first.IsIn()).ShouldBe(!byCommand);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tokens_that_it_created_for_Portal_service_accounts_end_with_it(bool byCommand)
    {
        using var visitor = await web.SetUp();
        var name = byCommand ? "reopened-ci" : "closed-ci";
        await CreateAccount(name);
        using var its = await AccountClient(name, await CallerOf((await web.Administrator()).Handle));
        using var sams = await AccountClient(name, await CallerOf("sam"));
        (await its.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Task ended = byCommand ? web.Links.Reopen(default) : Close();
        await ended;

        (await its.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sams.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await web.Events(byCommand ? "bootstrap.reopened" : "bootstrap.closed"))[0]
            .Words.ShouldContain("1 token of Portal service accounts that it created");
    }

    [Fact]
    public async Task It_neither_requests_nor_approves_and_nothing_does_by_a_token_that_it_created()
    {
        using var visitor = await web.SetUp();
        var handle = (await web.Administrator()).Handle;
        var administrator = (await CallerOf(handle)).Caller;
        await CreateAccount("bootstrap-pipeline");
        var onBehalf = (await CallerOf("bootstrap-pipeline", handle)).Caller;
        var payments = await TeamOf("payments");

        foreach (
            var action in (CallerAction[])
                [
                    new CallerAction.RequestChange(payments),
                    new CallerAction.RequestAccess(),
                    new CallerAction.CastVote(payments, [], []),
                ]
        )
        {
            foreach (var caller in (Caller[])[administrator, onBehalf])
            {
                var permission = Authority.May(caller, action);
                permission.Granted.ShouldBeFalse($"{caller.Actor.Name}: {action}");
                permission.Words.ShouldContain("bootstrap administrator can't request or approve");
            }
        }

        Authority.May(administrator, new CallerAction.ManageClusters()).Granted.ShouldBeTrue();
        Authority.May(administrator, new CallerAction.ManageRoleRules()).Granted.ShouldBeTrue();
        (await CallerOf("bootstrap-pipeline", "sam")).Caller.IsBootstrap.ShouldBeFalse();
        (await CallerOf("sam")).Caller.IsBootstrap.ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_gives_it_another_role_and_one_that_it_had_ends_when_it_closes()
    {
        using var visitor = await web.SetUp();
        var person = await web.Administrator();
        var grants = web.Services.GetRequiredService<RoleGrants>();
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        var wish = new RoleWish(new RoleHolder(person.Handle), "payments", Role.Approver, "For a test.", tomorrow);

        var refused = await grants.Give(await CallerOf("sam"), wish, default);

        refused.ShouldBeOfType<Outcome<RoleGrant>.Refused>().Why.Words.ShouldContain("can't be given another role");
        var payments = await TeamOf("payments");
        await web.Sql(
            $"insert into membership (person_id, team_id, role) values ({person.Id.Value}, {payments.Value}, 'approver')"
        );
        await Close();
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<Membership>().AnyAsync(m => m.PersonId == person.Id)).ShouldBeFalse();
    }

    private async Task Close()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var sam = await db.Set<Person>().SingleAsync(p => p.Handle == "sam");
        await web.Services.GetRequiredService<BootstrapClosing>().After(sam, default);
    }

    private async Task<int> Waiting()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await StoreLocks.Waiting(db);
    }

    private async Task<KnownCaller> CallerOf(string handle, string? onBehalfOf = null)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        return (
            await web.Services.GetRequiredService<CallerReader>().Of(person.Id, ActorVia.Page, default, onBehalfOf)
        )!;
    }

    private async Task<TeamId> TeamOf(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return (await db.Set<Team>().SingleAsync(t => t.Name == name)).Id;
    }

    private async Task CreateAccount(string name) =>
        (
            await web
                .Services.GetRequiredService<AccountCreation>()
                .Create(await CallerOf("sam"), new AccountWish(name, "payments", "A pipeline of a test."), default)
        ).ShouldBeOfType<Outcome<Person>.Done>();

    private async Task<HttpClient> AccountClient(string name, KnownCaller by)
    {
        var wish = new TokenWish("for a test", TimeSpan.FromHours(1), TokenScopes.All);
        var created = await web
            .Services.GetRequiredService<AccountTokens>()
            .Create(by, name, wish, with: null, default);
        var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            created.ShouldBeOfType<Outcome<CreatedToken>.Done>().Value.Plain
        );
        return client;
    }
}
