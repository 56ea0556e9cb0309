using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Accounts;

/// <summary>A token that is stored with the transaction it belongs to, and can be read this once.</summary>
internal sealed record NewToken(string Plain, ApiToken Row);

/// <summary>Adds a token to a Portal service account, alone or in place of another, within the transaction of whoever calls.</summary>
public sealed class NewAccountToken(ApiTokens tokens, TokenLife life, TimeProvider time)
{
    internal async Task<Outcome<NewToken>> Add(
        PortalDb db,
        KnownCaller who,
        Person account,
        TokenWish wish,
        long? with,
        string act,
        CancellationToken stop,
        string inPlaceOf = ""
    )
    {
        if (account.DisabledAt is not null)
        {
            return Refusal.Conflict($"{account.Handle} is disabled. Enable it first.");
        }

        if (await AccountRoles.BeyondCaller(db, who, account, stop) is { } no)
        {
            return no;
        }

        if (
            await life.Working(db).CountAsync(t => t.PersonId == account.Id && t.WorkloadRuleId == null, stop)
            >= TokenManagement.MostThatWork
        )
        {
            return Refusal.Conflict(
                $"{account.Handle} has {TokenManagement.MostThatWork} tokens that work. Revoke one that isn't used first."
            );
        }

        var maker = with is { } requesting ? await tokens.Find(requesting, stop) : null;
        if (with is not null && maker is null)
        {
            return Refusal.Denied("Your token has ended meanwhile.");
        }

        if (maker is not null && wish.Scopes.Except(maker.Scopes, StringComparer.Ordinal).Any())
        {
            return Refusal.Denied("A token can't make one that may do more than itself.");
        }

        string[] scopes = [.. wish.Scopes.Distinct(StringComparer.Ordinal)];
        var actor = who.Caller.Actor;
        var (plain, row) = life.Begin(account.Id, wish.Name.Trim(), wish.Lifetime, scopes, maker, actor.Name);
        db.Add(row);
        await db.SaveChangesAsync(stop); // the store gives out the id
        var how = maker is null ? "" : $" with token {maker.Id} (“{maker.Name}”)";
        var words =
            $"Created token {row.Id} (“{row.Name}”) of {account.Handle}{how}{inPlaceOf}, valid until {UtcTime.InWords(row.ExpiresAt)}.";
        db.Add(PersonEvent.Of(time.GetUtcNow(), actor, $"account.token-{act}", account.Handle, words));
        return new NewToken(plain, row);
    }

    internal async Task<Outcome<NewToken>> AddInPlaceOf(
        PortalDb db,
        KnownCaller who,
        Person account,
        ApiToken old,
        RotationWish wish,
        long? with,
        CancellationToken stop
    )
    {
        if (old.RotatedTo is { } later && await life.Working(db).AnyAsync(t => t.Id == later, stop))
        {
            return Refusal.Conflict(
                $"Token {old.Id} was rotated to token {later} already, and ends {UtcTime.InWords(old.ExpiresAt)}. Rotate token {later} instead."
            );
        }

        var next = new TokenWish(old.Name, wish.Lifetime ?? old.ExpiresAt - old.CreatedAt, old.Scopes);
        var (end, last) = (time.GetUtcNow() + wish.Overlap, life.End(old.CreatedAt, old.ExpiresAt));
        old.ExpiresAt = end < last ? end : last;
        var words = $" in place of token {old.Id}, which ends {UtcTime.InWords(old.ExpiresAt)}";
        var added = await Add(db, who, account, next, with, "rotated", stop, words);
        if (added is not Outcome<NewToken>.Done({ Row: var row }))
        {
            return added;
        }

        if (row.ExpiresAt < old.ExpiresAt)
        {
            return Refusal.Conflict(
                $"The new token would expire {UtcTime.InWords(row.ExpiresAt)}, before the old one. Choose a longer lifetime; by API, rotate with a token that lasts longer, or rotate on the page."
            );
        }

        old.RotatedTo = row.Id;
        return added;
    }
}
