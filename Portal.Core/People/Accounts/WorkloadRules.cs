using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Accounts;

/// <summary>
/// Which workloads get tokens of a Portal service account, without a secret that somebody has to keep: rules over the claims that a trusted issuer
/// states. Whoever adds one is an author of what is requested with its tokens, and can't approve that.
/// </summary>
public sealed class WorkloadRules(
    IDbContextFactory<PortalDb> store,
    ConfiguredIssuers issuers,
    ApiTokens tokens,
    FreshSignIn signIn,
    TimeProvider time
)
{
    private const int MostOfAccount = 50;
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(366);

    public IReadOnlyList<ConfiguredIssuer> Issuers => issuers.All;

    /// <param name="with">The token that requests it, which it can't exceed in scopes and in time; null when a person does on a page.</param>
    public Task<Outcome<WorkloadRule>> Add(
        KnownCaller who,
        string account,
        WorkloadWish wish,
        long? with,
        CancellationToken stop
    ) =>
        store.Do<WorkloadRule>(
            who,
            account,
            async (db, of) =>
            {
                if (wish.Complaints(issuers) is { Count: > 0 } wrong)
                {
                    return Refusal.Invalid(wrong);
                }

                if (await signIn.Missing(who.Caller, "Letting workloads act as an account", stop) is { } again)
                {
                    return again;
                }

                if (of.DisabledAt is not null)
                {
                    return Refusal.Conflict($"{account} is disabled. Enable it first.");
                }

                var maker = with is { } requesting ? await tokens.Find(requesting, stop) : null;
                if (
                    with is not null
                    && (maker is null || wish.Scopes.Except(maker.Scopes, StringComparer.Ordinal).Any())
                )
                {
                    return Refusal.Denied(
                        "Your token has ended meanwhile, or can't add a rule for tokens that may do more than itself."
                    );
                }

                if (await AccountRoles.BeyondCaller(db, who, of, stop) is { } beyond)
                {
                    return beyond;
                }

                var rules = await db.Set<WorkloadRule>().Where(r => r.AccountId == of.Id).ToListAsync(stop);
                var claims = wish.Claims.ToImmutableSortedDictionary(StringComparer.Ordinal);
                if (rules.Find(r => r.Issuer == wish.Issuer && r.Claims.SequenceEqual(claims)) is { } same)
                {
                    return Refusal.Conflict($"Rule {same.Id} has the same claims. Remove it first.");
                }

                if (rules.Count >= MostOfAccount)
                {
                    return Refusal.Conflict($"{account} has {MostOfAccount} rules. Remove one first.");
                }

                var (now, actor) = (time.GetUtcNow(), who.Caller.Actor);
                var rule = new WorkloadRule
                {
                    AccountId = of.Id,
                    Issuer = wish.Issuer,
                    Claims = claims,
                    Scopes = [.. wish.Scopes.Distinct(StringComparer.Ordinal)],
                    Lifetime = wish.Lifetime,
                    CreatedBy = actor.Name,
                    CreatedAt = now,
                    ExpiresAt = now + Lasts,
                    MadeWith = maker?.Id,
                };
                db.Add(rule);
                var what =
                    $"workloads of {rule.Issuer} where {rule.InWords} get tokens of {account} ({string.Join(" and ", rule.Scopes)})";
                db.Add(PersonEvent.Of(now, actor, "account.workload-added", account, $"Added the rule that {what}."));
                return rule;
            },
            stop
        );

    /// <summary>Removes a rule; the tokens that were got by it are revoked.</summary>
    public Task<Outcome<WorkloadRule>> Remove(KnownCaller who, string account, long id, CancellationToken stop) =>
        store.Do<WorkloadRule>(
            who,
            account,
            async (db, of) =>
            {
                // Locked, so that a token which is got by it in this moment is seen, and ends with it.
                var found = await db.Set<WorkloadRule>()
                    .FromSql($"select * from workload_rule where id = {id} and account_id = {of.Id.Value} for update")
                    .ToListAsync(stop);
                if (found is not [var rule])
                {
                    return Refusal.NotFound($"{account} has no rule {id}.");
                }

                var now = time.GetUtcNow();
                var revoked = await db.Set<ApiToken>()
                    .Where(t => t.WorkloadRuleId == id && t.RevokedAt == null && t.ExpiresAt > now)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
                db.Remove(rule);
                db.Add(
                    PersonEvent.Of(
                        now,
                        who.Caller.Actor,
                        "account.workload-removed",
                        account,
                        $"Removed the rule that workloads of {rule.Issuer} where {rule.InWords} get tokens of {account}; {Quantity.Of(revoked, "token", "tokens")} ended."
                    )
                );
                return rule;
            },
            stop
        );
}
