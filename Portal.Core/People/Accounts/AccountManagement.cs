using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Accounts;

/// <summary>
/// Edits, disables, enables and removes Portal service accounts, behind the page and the API alike. The row of one that was removed stays, so that what
/// it requested keeps its name and nobody else gets it.
/// </summary>
public sealed class AccountManagement(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    public Task<Outcome<Person>> Edit(KnownCaller who, string name, string description, CancellationToken stop) =>
        Do(
            who,
            name,
            account =>
            {
                account.About = description.Trim();
                return AccountWish.ComplaintOf(description) is { } words
                    ? AccountAct.Wrong("description", words)
                    : Event(who, name, "edited", $"Portal service account {name} is described as: {account.About}");
            },
            stop
        );

    /// <summary>From the next request on its tokens are refused, until it is enabled again.</summary>
    public Task<Outcome<Person>> Disable(KnownCaller who, string name, string reason, CancellationToken stop) =>
        Do(
            who,
            name,
            account =>
            {
                if (!ActReason.Fits(reason))
                {
                    return AccountAct.Wrong(
                        "reason",
                        $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters."
                    );
                }

                if (account.DisabledAt is not null)
                {
                    return Refusal.Conflict($"{name} is disabled already.");
                }

                (account.DisabledAt, account.DisabledBy) = (time.GetUtcNow(), who.Caller.Actor.Name);
                account.DisabledReason = reason.Trim();
                return Event(
                    who,
                    name,
                    "disabled",
                    $"Disabled Portal service account {name}: {account.DisabledReason}"
                );
            },
            stop
        );

    public Task<Outcome<Person>> Enable(KnownCaller who, string name, CancellationToken stop) =>
        Do(
            who,
            name,
            account =>
            {
                if (account.DisabledAt is null)
                {
                    return Refusal.Conflict($"{name} isn't disabled.");
                }

                (account.DisabledAt, account.DisabledBy, account.DisabledReason) = (null, null, null);
                return Event(who, name, "enabled", $"Enabled Portal service account {name} again.");
            },
            stop
        );

    /// <summary>For good: its tokens are revoked and its roles end at once. What it requested goes on.</summary>
    public Task<Outcome<Person>> Remove(KnownCaller who, string name, CancellationToken stop) =>
        store.Do<Person>(
            who,
            name,
            async (db, account) =>
            {
                var now = time.GetUtcNow();
                account.RemovedAt = now;
                account.DisabledAt ??= now;
                account.DisabledBy ??= who.Caller.Actor.Name;
                var revoked = await db.Set<ApiToken>()
                    .Where(t => t.PersonId == account.Id && t.RevokedAt == null && t.ExpiresAt > now)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
                var roles = await db.Set<Membership>()
                    .AsNoTracking()
                    .Where(m => m.PersonId == account.Id)
                    .ToListAsync(stop);
                foreach (var held in roles)
                {
                    await RoleHolding.End(db, held, who.Caller.Actor, now, stop);
                }

                var ended =
                    $"{Quantity.Of(revoked, "token", "tokens")} and {Quantity.Of(roles.Count, "role", "roles")}";
                db.Add(Event(who, name, "removed", $"Removed Portal service account {name}. {ended} ended."));
                return account;
            },
            stop
        );

    private Task<Outcome<Person>> Do(
        KnownCaller who,
        string name,
        Func<Person, Outcome<AuditEvent>> act,
        CancellationToken stop
    ) =>
        store.Do<Person>(
            who,
            name,
            (db, account) =>
            {
                var outcome = act(account);
                if (outcome is not Outcome<AuditEvent>.Done(var happened))
                {
                    return Task.FromResult<Outcome<Person>>(((Outcome<AuditEvent>.Refused)outcome).Why);
                }

                db.Add(happened);
                return Task.FromResult<Outcome<Person>>(account);
            },
            stop
        );

    private AuditEvent Event(KnownCaller who, string name, string act, string words) =>
        PersonEvent.Of(time.GetUtcNow(), who.Caller.Actor, $"account.{act}", name, words);
}
