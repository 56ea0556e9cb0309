using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Delegations;
using Portal.Core.People.Federation;
using Portal.Core.People.Leaving;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Tests.Api;
using static Portal.Tests.Acts.ActWorld;

namespace Portal.Tests.Acts;

/// <summary>Acts on people, their roles, accounts and tokens, each with who may.</summary>
internal static class PeopleCells
{
    private const string Why = "For a test.";
    private static readonly string[] Platform = ["sam"];
    private static readonly string[] Approvers = ["grace", "sam"];
    private static readonly RuleWish Rule = new("company", "groups", "developers", "payments", Role.Member);
    private static readonly CancellationToken Never = CancellationToken.None;

    public static ActCell[] All =>
        [
            Of<AccountCreation, Person>(
                "AccountCreation.Create",
                Approvers,
                (s, who) => s.Create(who, new(PortalAccounts.NewName(), "payments", Why), Never)
            ),
            OnAccount<AccountManagement, Person>(
                "AccountManagement.Edit",
                (s, who, account) => s.Edit(who, account, "For another test.", Never)
            ),
            OnAccount<AccountManagement, Person>(
                "AccountManagement.Disable",
                (s, who, account) => s.Disable(who, account, Why, Never)
            ),
            OnAccount<AccountManagement, Person>(
                "AccountManagement.Enable",
                (s, who, account) => s.Enable(who, account, Never)
            ),
            OnAccount<AccountManagement, Person>(
                "AccountManagement.Remove",
                (s, who, account) => s.Remove(who, account, Never)
            ),
            OnAccount<AccountTokens, CreatedToken>(
                "AccountTokens.Create",
                (s, who, account) => s.Create(who, account, Token, null, Never)
            ),
            OnAccount<AccountTokens, CreatedToken>(
                "AccountTokens.Rotate",
                (s, who, account) => s.Rotate(who, account, 0, new(null, TimeSpan.Zero), null, Never)
            ),
            OnAccount<AccountTokens, TokenRow>(
                "AccountTokens.Revoke",
                (s, who, account) => s.Revoke(who, account, 0, Never)
            ),
            OnAccount<WorkloadRules, WorkloadRule>(
                "WorkloadRules.Add",
                (s, who, account) => s.Add(who, account, Workload, null, Never)
            ),
            OnAccount<WorkloadRules, WorkloadRule>(
                "WorkloadRules.Remove",
                (s, who, account) => s.Remove(who, account, 0, Never)
            ),
            new(
                "BreakGlassClosing.End",
                Platform,
                async w =>
                {
                    await BreakGlassOf.CloseAll(w);
                    var id = await BreakGlassOf.Iris(w);
                    return Does<BreakGlassClosing, BreakGlassAccess>(w, (s, who) => s.End(who, id, Never));
                }
            ),
            new(
                "BreakGlassClosing.Review",
                Platform,
                async w =>
                {
                    await BreakGlassOf.CloseAll(w);
                    var id = await BreakGlassOf.Iris(w);
                    return Does<BreakGlassClosing, BreakGlassAccess>(w, (s, who) => s.Review(who, id, Why, Never));
                }
            ),
            new(
                "BreakGlassConfirmation.Confirm",
                ["grace", "noor", "sam"],
                async w =>
                {
                    await BreakGlassOf.CloseAll(w);
                    var id = await BreakGlassOf.Iris(w);
                    return Does<BreakGlassConfirmation, BreakGlassAccess>(w, (s, who) => s.Confirm(who, id, Never));
                }
            ),
            new(
                "BreakGlassOpening.Open",
                ActCells.Everybody,
                async w =>
                {
                    await BreakGlassOf.CloseAll(w);
                    return Does<BreakGlassOpening, BreakGlassAccess>(
                        w,
                        (s, who) => s.Open(who, new("payments", Role.OnCall, Why), Never)
                    );
                }
            ),
            Of<VoteDelegations, VoteDelegation>(
                "VoteDelegations.Give",
                ["grace"],
                (s, who) => s.Give(who, new("payments", "lin", null, Soon, Why), Never)
            ),
            new(
                "DelegationEnding.End",
                ["grace", "lin", "sam"],
                async w =>
                {
                    var id = await Delegations.ToLin(w);
                    return Does<DelegationEnding, VoteDelegation>(w, (s, who) => s.End(who, id, Never));
                }
            ),
            Of<HandOver, Person>("HandOver.Do", Platform, (s, who) => s.Do(who, "nobody", new("ada", Why), Never)),
            Of<PersonAccess, Person>(
                "PersonAccess.Disable",
                Platform,
                (s, who) => s.Disable(who, "nobody", Why, Never)
            ),
            Of<PersonAccess, Person>("PersonAccess.Enable", Platform, (s, who) => s.Enable(who, "nobody", Never)),
            Of<RoleGrants, RoleGrant>(
                "RoleGrants.Give",
                Approvers,
                (s, who) => s.Give(who, new(new("omar"), "payments", Role.Member, Why, Soon), Never)
            ),
            Of<RoleGrants, Person>(
                "RoleGrants.Take",
                Approvers,
                (s, who) => s.Take(who, new("omar"), "payments", Role.Member, Never)
            ),
            Of<RoleGrants, Person>(
                "RoleGrants.GiveUp",
                ActCells.Everybody,
                (s, who) => s.GiveUp(who, "payments", Role.Auditor, Never)
            ),
            Of<RoleRequests, RoleRequest>(
                "RoleRequests.Send",
                ActCells.Everybody,
                (s, who) => s.Send(who, new("search", Role.Member, Why, Soon, null), Never)
            ),
            OnRequest("RoleRequestDecisions.Grant", (s, who, id) => s.Grant(who, id, Why, Never)),
            OnRequest("RoleRequestDecisions.Refuse", (s, who, id) => s.Refuse(who, id, Why, Never)),
            new(
                "RoleRequests.Withdraw",
                [],
                async w =>
                {
                    var id = await RoleRequestsOf.Iris(w);
                    return Does<RoleRequests, RoleRequest>(w, (s, who) => s.Withdraw(who, id, Never));
                }
            )
            {
                Hides = true,
                IsByPerson = true,
            },
            Of<RoleRules, IReadOnlyList<RuleRow>>("RoleRules.Rules", Platform, (s, who) => s.Rules(who, Never)),
            Of<RoleRules, IReadOnlyList<FederatedPerson>>(
                "RoleRules.People",
                Platform,
                (s, who) => s.People(who, Never)
            ),
            Of<RoleRules, RuleEffect>("RoleRules.Add", Platform, (s, who) => s.Add(who, Rule, Never)),
            Of<RoleRules, RuleEffect>(
                "RoleRules.PreviewAddition",
                Platform,
                (s, who) => s.PreviewAddition(who, Rule, Never)
            ),
            Of<RoleRules, RuleEffect>(
                "RoleRules.PreviewRemoval",
                Platform,
                (s, who) => s.PreviewRemoval(who, 0, Never)
            ),
            Of<RoleRules, RuleEffect>("RoleRules.Remove", Platform, (s, who) => s.Remove(who, 0, Never)),
            Of<TeamContacts, Team>(
                "TeamContacts.Save",
                Approvers,
                (s, who) => s.Save(who, "payments", new("Payments", "", ""), null, Never)
            ),
            Of<TokenManagement, CreatedToken>(
                "TokenManagement.Make",
                ActCells.Everybody,
                (s, who) => s.Make(who, Token, null, Never)
            ),
            new(
                "TokenManagement.Revoke",
                ["ada", "sam"],
                async w =>
                {
                    var id = await TokenOfAda(w);
                    return Does<TokenManagement, TokenRow>(w, (s, who) => s.Revoke(who, id, Never));
                }
            )
            {
                Hides = true,
            },
            new(
                "SessionManagement.End",
                ["ada", "sam"],
                async w =>
                {
                    var id = await SessionOfAda(w);
                    return Does<SessionManagement, SessionRow>(w, (s, who) => s.End(who, id, Never));
                }
            )
            {
                Hides = true,
            },
        ];

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddDays(1);

    private static TokenWish Token => new("ci", TimeSpan.FromHours(1), ["read"]);

    private static WorkloadWish Workload =>
        new(
            "ci",
            new Dictionary<string, string> { ["sub"] = "repo:shop/payments" },
            TimeSpan.FromMinutes(15),
            ["read"]
        );

    private static async Task<long> TokenOfAda(ActWorld world)
    {
        var ada = await world.Caller("ada");
        await using var db = await world.Store.CreateDbContextAsync();
        // Everybody has so many at most.
        await db.Set<ApiToken>()
            .Where(t => t.PersonId == ada.Id)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, TimeProvider.System.GetUtcNow()));
        return RoleRequestsOf
            .Done(await world.Services.GetRequiredService<TokenManagement>().Make(ada, Token, null, Never))
            .Row.Id;
    }

    private static async Task<long> SessionOfAda(ActWorld world)
    {
        var ada = await world.Caller("ada");
        var all = await new PeopleDirectory(world.Store).All(Never);
        await world.Services.GetRequiredService<Sessions>().Begin(all.Single(p => p.Handle == "ada"), Why, Never);
        return (await world.Services.GetRequiredService<SessionManagement>().Mine(ada, null, 1, Never)).Single().Id;
    }

    private static ActCell Of<TService, T>(string name, string[] may, Func<TService, KnownCaller, Task<Outcome<T>>> act)
        where TService : notnull => new(name, may, world => Task.FromResult(Does(world, act)));

    private static ActCell OnAccount<TService, T>(
        string name,
        Func<TService, KnownCaller, string, Task<Outcome<T>>> act
    )
        where TService : notnull =>
        new(
            name,
            Approvers,
            async world =>
            {
                var account = await PortalAccounts.Create(world, PortalAccounts.NewName());
                return Does<TService, T>(world, (service, who) => act(service, who, account));
            }
        );

    private static ActCell OnRequest(
        string name,
        Func<RoleRequestDecisions, KnownCaller, long, Task<Outcome<RoleRequest>>> act
    ) =>
        new(
            name,
            Approvers,
            async world =>
            {
                var id = await RoleRequestsOf.Iris(world);
                return Does<RoleRequestDecisions, RoleRequest>(world, (service, who) => act(service, who, id));
            }
        );
}
