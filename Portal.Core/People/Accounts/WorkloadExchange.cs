using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>What an issuer states of a workload, checked before it comes here.</summary>
/// <param name="Issuer">Its key in the settings.</param>
/// <param name="Subject">Who it is, as the issuer calls it.</param>
public sealed record StatedWorkload(string Issuer, string Subject, IReadOnlyCollection<ClaimValue> Claims);

/// <summary>A token that was got by exchange. Nobody can read <paramref name="Plain"/> again.</summary>
/// <param name="Lifetime">Shorter than the rule's where what the rule was added with ends before.</param>
public sealed record ExchangedToken(string Plain, IReadOnlyList<string> Scopes, TimeSpan Lifetime);

/// <summary>Gives a workload a short token of a Portal service account, where one of the account's rules is met.</summary>
public sealed class WorkloadExchange(
    IDbContextFactory<PortalDb> store,
    TokenLife life,
    RecognisedTokens recognised,
    TimeProvider time
)
{
    private const int MostThatWork = 100;
    private const int LongestSubject = 300;

    /// <returns>
    /// The token; or why not. Whoever has a token of the issuer may be a stranger, so an account that isn't there, one that is disabled and rules that aren't met
    /// are refused in the same words.
    /// </returns>
    public async Task<Outcome<ExchangedToken>> Exchange(string account, StatedWorkload workload, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var now = time.GetUtcNow();
        // Held until the token is stored: a rule that is removed meanwhile revokes it, and so does disabling its author. That still has to be somebody who
        // manages the account and may give each role that it has: they could add the rule today.
        var rules = await db.Set<WorkloadRule>()
            .FromSql(
                $"""
                select r.* from workload_rule r join person p on p.id = r.account_id
                    join person author on author.handle = r.created_by and author.disabled_at is null and author.removed_at is null
                    join person_with_access a on a.person_id = author.id
                where p.handle = {account} and p.disabled_at is null and p.removed_at is null
                    and r.issuer = {workload.Issuer} and r.expires_at > {now}
                    and exists (
                        select from membership_in_force m where m.person_id = author.id and not m.is_elevation
                            and (m.role = 'platform' or (m.role in ('approver', 'owner') and m.team_id = p.owner_team_id)))
                for key share of r for share of author
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        string[] authors = [.. rules.Select(rule => rule.CreatedBy).Distinct(StringComparer.Ordinal)];
        var may = rules is [var any, ..] ? await AccountRoles.StillMay(db, any.AccountId, authors, stop) : [];
        var with = rules.Select(rule => rule.MadeWith).OfType<long>().ToArray();
        var makers = await life.Working(db)
            .AsNoTracking()
            .Where(t => with.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, stop);
        List<WorkloadRule> matching =
        [
            .. rules
                .Where(rule => may.Contains(rule.CreatedBy, StringComparer.Ordinal))
                .Where(rule => rule.MadeWith is not { } token || makers.ContainsKey(token))
                .Where(rule => rule.Claims.All(c => workload.Claims.Contains(new ClaimValue(c.Key, c.Value))))
                .OrderByDescending(rule => rule.Scopes.Length)
                .ThenBy(rule => rule.Id),
        ];
        if (matching is not [var met, ..])
        {
            return Refusal.Denied($"No rule of {account} is met by what the token states.");
        }

        var maker = met.MadeWith is { } made ? makers[made] : null;

        if (await life.Working(db).CountAsync(t => t.WorkloadRuleId == met.Id, stop) >= MostThatWork)
        {
            return Refusal.Conflict(
                $"{MostThatWork} tokens that were got by this rule work already. They end by themselves; try again in some minutes."
            );
        }

        var subject = workload.Subject.Length <= LongestSubject ? workload.Subject : workload.Subject[..LongestSubject];
        var (plain, row) = life.Begin(
            met.AccountId,
            $"Workload {subject}",
            met.Lifetime,
            met.Scopes,
            maker,
            met.CreatedBy,
            met.Id,
            [
                .. matching
                    .Select(rule => rule.CreatedBy)
                    .Distinct(StringComparer.Ordinal)
                    .Where(by => by != met.CreatedBy),
            ]
        );
        db.Add(row);
        await db.SaveChangesAsync(stop); // the store gives out the id
        await db.Set<WorkloadRule>()
            .Where(r => r.Id == met.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.LastUsedAt, now).SetProperty(r => r.LastSubject, subject),
                stop
            );
        db.Add(
            PersonEvent.Of(
                now,
                Actor.Web,
                "account.token-exchanged",
                account,
                $"Gave token {row.Id} of {account} to the workload {subject} of {workload.Issuer}, by rule {met.Id}."
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        recognised.Note(plain, recognised: true);
        return new ExchangedToken(plain, met.Scopes, row.ExpiresAt - row.CreatedAt);
    }
}
