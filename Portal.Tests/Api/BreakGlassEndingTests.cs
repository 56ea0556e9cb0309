using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Live;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>However break-glass access and elevations end: it is recorded at once with who did it, and they don't come back.</summary>
public sealed class BreakGlassEndingTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private BreakGlassClosing Closing => web.Services.GetRequiredService<BreakGlassClosing>();

    private BreakGlassList List => web.Services.GetRequiredService<BreakGlassList>();

    private RoleGrants Grants => web.Services.GetRequiredService<RoleGrants>();

    private PersonAccess Access => web.Services.GetRequiredService<PersonAccess>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await BreakGlassOf.CloseAll(web);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"delete from membership where grant_id is not null");
        await People.Enable(web, "iris");
    }

    [Theory]
    [InlineData("given up", "iris")]
    [InlineData("taken", "sam")]
    [InlineData("replaced", "sam")]
    [InlineData("disabled", "sam")]
    [InlineData("ended", "mina")]
    public async Task It_ends_with_its_role_at_once_and_who_did_that_is_recorded(string how, string by)
    {
        var access = await InForce();
        var shelf = web.Services.GetRequiredService<BreakGlassShelf>();
        await Deadline.Until(async () => await State(shelf, access.Id) == BreakGlassState.InForce);

        await End(how, await Caller(web, by), access.Id);

        var row = (await List.Find(access.Id, default))!;
        row.EndedBy.ShouldBe(by);
        row.StateAt(TimeProvider.System.GetUtcNow()).ShouldBe(BreakGlassState.ReviewOpen);
        await Deadline.Until(
            async () => await State(shelf, access.Id) == BreakGlassState.ReviewOpen,
            TimeSpan.FromSeconds(20)
        );
        await using var db = await web.Store.CreateDbContextAsync();
        var ended = await db.Set<AuditEvent>()
            .OrderByDescending(e => e.Id)
            .FirstAsync(e => e.Kind == "break-glass.ended");
        (ended.Actor.Name, ended.Subject).ShouldBe((by, "iris"));
        (
            await db.Set<Due>().AnyAsync(d => d.Kind == PeopleDues.BreakGlassEnds && d.SubjectId == access.Id)
        ).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_ended_doesn_t_come_back_when_a_rule_beside_it_goes(bool endedWhileTheRuleGives)
    {
        var access = await InForce();
        await using var db = await web.Store.CreateDbContextAsync();
        var held = await db.Set<Membership>().AsNoTracking().SingleAsync(m => m.IsElevation);

        await RoleHolding.LeaveToRule(db, held, default);
        (await Held()).ShouldNotBeNull().IsElevation.ShouldBeFalse("a rule gives it");
        if (endedWhileTheRuleGives)
        {
            Done(await Closing.End(await Caller(web, "iris"), access.Id, default));
            (await Held()).ShouldNotBeNull("the rule goes on");
            (await RoleHolding.LeaveToGrant(db, held, default)).ShouldBeFalse("nothing is left but the rule");
            await RoleHolding.Delete(db, held, default);
        }
        else
        {
            (await RoleHolding.LeaveToGrant(db, held, default)).ShouldBeTrue();
            (await Held()).ShouldNotBeNull().IsElevation.ShouldBeTrue();
            Done(await Closing.End(await Caller(web, "iris"), access.Id, default));
        }

        (await Held()).ShouldBeNull();
        (
            await db.Set<Due>().AnyAsync(d => d.Kind == PeopleDues.RoleEnds && d.SubjectId == held.GrantId)
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_was_disabled_gets_back_neither_an_elevation_nor_break_glass_access()
    {
        var access = await InForce();
        using var client = await web.As("iris");
        var id = await Send(client, "search", "on-call", hours: 2);
        Done(
            await web
                .Services.GetRequiredService<RoleRequestDecisions>()
                .Grant(await Caller(web, "tess"), id, "", default)
        );
        var sam = await Caller(web, "sam");
        Done(await Access.Disable(sam, "iris", "For a test.", default));
        Done(await Closing.Review(await Caller(web, "mina"), access.Id, "Nothing was done.", default));

        Done(await Access.Enable(sam, "iris", default));

        (await Caller(web, "iris")).Caller.IsElevated.ShouldBeFalse();
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .CountAsync(e => e.Kind == "role.taken" && e.Subject == "iris" && e.Words.Contains("in search"))
        ).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_disabled_person_opened_is_withdrawn()
    {
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);

        Done(await Access.Disable(await Caller(web, "mina"), "iris", "For a test.", default));

        var row = (await List.Find(access.Id, default))!;
        row.EndedBy.ShouldBe("mina");
        row.StateAt(TimeProvider.System.GetUtcNow()).ShouldBe(BreakGlassState.NotConfirmed);
    }

    private async Task<BreakGlassAccess> InForce()
    {
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);
        return Done(
            await web
                .Services.GetRequiredService<BreakGlassConfirmation>()
                .Confirm(await Caller(web, "noor"), access.Id, default)
        );
    }

    private async Task End(string how, KnownCaller by, long id)
    {
        switch (how)
        {
            case "given up":
                Done(await Grants.GiveUp(by, "logistics", Role.OnCall, default));
                break;
            case "taken":
                Done(await Grants.Take(by, new("iris"), "logistics", Role.OnCall, default));
                break;
            case "replaced":
                var end = TimeProvider.System.GetUtcNow().AddDays(30);
                Done(
                    await Grants.Give(
                        by,
                        new RoleWish(new("iris"), "logistics", Role.OnCall, "For a test.", end),
                        default
                    )
                );
                break;
            case "disabled":
                Done(await Access.Disable(by, "iris", "For a test.", default));
                break;
            default:
                Done(await Closing.End(by, id, default));
                break;
        }
    }

    private static async Task<BreakGlassState?> State(BreakGlassShelf shelf, long id) =>
        (await shelf.Open(default)).SingleOrDefault(row => row.Id == id)?.StateAt(TimeProvider.System.GetUtcNow());

    private async Task<Membership?> Held() =>
        (await Caller(web, "iris")).Caller.Memberships.SingleOrDefault(m => m.Role == Role.OnCall);
}
