using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Evaluation;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Api;
using Portal.Tests.Applying;
using Portal.Tests.Costs;

namespace Portal.Tests.Pages;

/// <summary>What has acts of its own and isn't there every day: a stuck change, break-glass access that is over, an account with a token.</summary>
internal static class RareStates
{
    /// <returns>Where each is, by the page's route.</returns>
    public static async Task<ILookup<string, string>> Fill(CostedWeb web)
    {
        var account = await PortalAccounts.Create(web, "rare-ci");
        await PortalAccounts.Token(web, account, "grace");
        return new[]
        {
            ("/changes/{Number:long}", $"/changes/{await Stuck(web.World)}"),
            ("/break-glass/{Id:long}", $"/break-glass/{await Ended(web)}"),
            ("/portal-service-accounts/{Name}", $"/portal-service-accounts/{account}"),
        }.ToLookup(page => page.Item1, page => page.Item2);
    }

    // The first topic is written to by a stranger as soon as it is there, the second is refused: neither on nor back.
    private static async Task<ChangeId> Stuck(WorkerWorld world)
    {
        world.Kafka.AfterAct = act =>
        {
            if (act == "Create")
            {
                world.Kafka.Write("rare.first", 7);
                world.Kafka.Fault = call =>
                    call == "Create" ? new EngineException(EngineFault.Final, "no more topics") : null;
            }
        };
        var id = await world.Ask(WorkerWorld.Create("rare.first"), WorkerWorld.Create("rare.second"));
        await world.PlanAll();
        await world.Agree(id);
        await world.ApplyAll();
        (await world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);
        (world.Kafka.AfterAct, world.Kafka.Fault) = (_ => { }, _ => null);
        return id;
    }

    private static async Task<long> Ended(CostedWeb web)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var people = await db.Set<Person>().ToDictionaryAsync(p => p.Handle, p => p.Id);
        var team = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id;
        var grant = new RoleGrant
        {
            PersonId = people["ada"],
            TeamId = team,
            Role = Role.OnCall,
            Reason = "For a test.",
            GivenBy = "grace",
            GivenAt = web.Now.AddHours(-4),
            ExpiresAt = web.Now.AddHours(-1),
        };
        db.Add(grant);
        await db.SaveChangesAsync();
        var access = new BreakGlassAccess
        {
            PersonId = people["ada"],
            TeamId = team,
            Role = Role.OnCall,
            Reason = "For a test.",
            OpenedAt = web.Now.AddHours(-4),
            ConfirmBy = web.Now.AddHours(-3),
            ConfirmedBy = people["grace"],
            ConfirmedAt = web.Now.AddHours(-4),
            GrantId = grant.Id,
            EndsAt = web.Now.AddHours(-1),
            EndedAt = web.Now.AddHours(-1),
            EndedBy = Actor.Clock.Name,
        };
        db.Add(access);
        await db.SaveChangesAsync();
        return access.Id;
    }
}
