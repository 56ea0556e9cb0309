using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>
/// Adding and removing rules, behind the page and the API alike. A preview is the act itself, taken back at its end: what
/// it shows is what happens, as long as nobody signs in or changes rules in between.
/// </summary>
public sealed class RoleRules(
    IDbContextFactory<PortalDb> store,
    RoleRuleList list,
    ConfiguredProviders providers,
    FreshSignIn signIn,
    TimeProvider time
)
{
    public static Permission May(KnownCaller who) => Authority.May(who.Caller, new CallerAction.ManageRoleRules());

    public async Task<Outcome<IReadOnlyList<RuleRow>>> Rules(KnownCaller who, CancellationToken stop) =>
        May(who) is { Granted: false } no
            ? Refusal.Denied(no.Words)
            : new Outcome<IReadOnlyList<RuleRow>>.Done(await list.Rules(stop));

    public async Task<Outcome<IReadOnlyList<FederatedPerson>>> People(KnownCaller who, CancellationToken stop) =>
        May(who) is { Granted: false } no
            ? Refusal.Denied(no.Words)
            : new Outcome<IReadOnlyList<FederatedPerson>>.Done(await list.People(stop));

    /// <summary>Who would be what with this rule as well; stores nothing.</summary>
    public Task<Outcome<RuleEffect>> PreviewAddition(KnownCaller who, RuleWish wish, CancellationToken stop) =>
        Do(who, db => RuleAct.Add(db, wish, providers, Author(who), stop), isPreview: true, stop);

    /// <summary>Who would be what without this rule; stores nothing.</summary>
    public Task<Outcome<RuleEffect>> PreviewRemoval(KnownCaller who, int rule, CancellationToken stop) =>
        Do(who, db => RuleAct.Remove(db, rule, stop), isPreview: true, stop);

    public Task<Outcome<RuleEffect>> Add(KnownCaller who, RuleWish wish, CancellationToken stop) =>
        Do(who, db => RuleAct.Add(db, wish, providers, Author(who), stop), isPreview: false, stop);

    public Task<Outcome<RuleEffect>> Remove(KnownCaller who, int rule, CancellationToken stop) =>
        Do(who, db => RuleAct.Remove(db, rule, stop), isPreview: false, stop);

    private async Task<Outcome<RuleEffect>> Do(
        KnownCaller who,
        Func<PortalDb, Task<Outcome<RuleAct>>> act,
        bool isPreview,
        CancellationToken stop
    )
    {
        if (May(who) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        // The caller was read a moment ago: a role that is gone since could be given back by this.
        if (!await KeepsPlatform(db, who, stop))
        {
            return Refusal.Denied("You don't have the role platform any more.");
        }

        var wasLeft = await Stewardship.IsLeft(db, stop);
        var before = await RoleRuleList.Held(db, stop);
        var outcome = await act(db);
        if (outcome is Outcome<RuleAct>.Refused(var why))
        {
            return why;
        }

        var done = ((Outcome<RuleAct>.Done)outcome).Value;

        await RuleMatches.Apply(db, providers, only: null, stop);
        var effect = RuleEffect.Between(before, await RoleRuleList.Held(db, stop), done.NewTeam);
        if (!await KeepsPlatform(db, who, stop))
        {
            return Refusal.Conflict(
                "You would lose the role platform by this. Another platform engineer has to do it, so that somebody is left who can undo it."
            );
        }

        if (wasLeft && !await Stewardship.IsLeft(db, stop))
        {
            return Stewardship.NobodyLeft;
        }

        if (isPreview)
        {
            return effect;
        }

        if (await signIn.Missing(who.Caller, FreshSignIn.ForRoleRules, stop) is { } again)
        {
            return again;
        }

        db.Add(Event(who, done, effect));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return effect;
    }

    private RuleAuthor Author(KnownCaller who) => new(who.Caller.Actor.Name, time.GetUtcNow());

    private static async Task<bool> KeepsPlatform(PortalDb db, KnownCaller who, CancellationToken stop) =>
        await Stewardship.Now(db, who, stop) is { } now
        && Authority.May(now, new CallerAction.ManageRoleRules()).Granted;

    private AuditEvent Event(KnownCaller who, RuleAct done, RuleEffect effect) =>
        new()
        {
            At = time.GetUtcNow(),
            Actor = who.Caller.Actor,
            Kind = done.Kind,
            Subject = done.Team,
            Words =
                $"{done.Verb} the rule that {done.Rule.Claim} “{done.Rule.Value}” at {done.Rule.Provider} is {new TeamRole(done.Team, done.Rule.Role, done.Rule.OnlyEnvironment).InWords}."
                + (
                    effect.People.Count == 0
                        ? " Nobody's roles changed."
                        : $" Roles changed: {string.Join(", ", effect.People.Select(p => p.Handle))}."
                ),
        };
}
