using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>
/// Tokens of Portal service accounts: created, rotated and revoked by whoever manages the account, never by the account itself. Whoever creates or rotates
/// one is an author of what is requested with it, and can't approve that.
/// </summary>
public sealed class AccountTokens(
    IDbContextFactory<PortalDb> store,
    NewAccountToken fresh,
    TokenList list,
    TokenLife life,
    RecognisedTokens recognised,
    FreshSignIn signIn,
    TimeProvider time
)
{
    public TimeSpan Longest => life.Longest;

    /// <param name="with">The token that requests it, which a new one can't exceed in scopes and in time; null when a person does on a page.</param>
    public async Task<Outcome<CreatedToken>> Create(
        KnownCaller who,
        string account,
        TokenWish wish,
        long? with,
        CancellationToken stop
    ) =>
        Known(
            await store.Do<CreatedToken>(
                who,
                account,
                async (db, of) =>
                    wish.Complaints(Longest) is { Count: > 0 } wrong ? Refusal.Invalid(wrong)
                    : await signIn.Missing(who.Caller, FreshSignIn.ForTokens, stop) is { } again ? again
                    : await Shown(db, await fresh.Add(db, who, of, wish, with, "created", stop), stop),
                stop
            )
        );

    /// <summary>Creates a token in place of another, which goes on for the overlap and then ends.</summary>
    /// <inheritdoc cref="Create"/>
    public async Task<Outcome<CreatedToken>> Rotate(
        KnownCaller who,
        string account,
        long id,
        RotationWish wish,
        long? with,
        CancellationToken stop
    ) =>
        Known(
            await store.Do<CreatedToken>(
                who,
                account,
                async (db, of) =>
                    wish.Complaints(Longest) is { Count: > 0 } wrong ? Refusal.Invalid(wrong)
                    : await signIn.Missing(who.Caller, FreshSignIn.ForTokens, stop) is { } again ? again
                    : await Working(db, of, id, stop) is not { } old ? NotActive(account, id)
                    : await Shown(db, await fresh.AddInPlaceOf(db, who, of, old, wish, with, stop), stop),
                stop
            )
        );

    /// <summary>Ends a token: it is refused from the next request on.</summary>
    public async Task<Outcome<TokenRow>> Revoke(KnownCaller who, string account, long id, CancellationToken stop)
    {
        var done = await store.Do<ApiToken>(
            who,
            account,
            async (db, of) =>
            {
                if (await Working(db, of, id, stop) is not { } row)
                {
                    return NotActive(account, id);
                }

                row.RevokedAt = time.GetUtcNow();
                var words = ApiTokens.RevokedInWords(row, account);
                db.Add(PersonEvent.Of(time.GetUtcNow(), who.Caller.Actor, ApiTokens.AccountRevoked, account, words));
                return row;
            },
            stop
        );
        return done is Outcome<ApiToken>.Refused(var why) ? why : (await list.Find(id, stop))!;
    }

    private async Task<Outcome<CreatedToken>> Shown(PortalDb db, Outcome<NewToken> added, CancellationToken stop) =>
        added is Outcome<NewToken>.Done(var (plain, row))
            ? new CreatedToken(await TokenList.Stored(db, life, row.Id, stop), plain)
            : ((Outcome<NewToken>.Refused)added).Why;

    private Outcome<CreatedToken> Known(Outcome<CreatedToken> outcome)
    {
        if (outcome is Outcome<CreatedToken>.Done({ Plain: var plain }))
        {
            recognised.Note(plain, recognised: true);
        }

        return outcome;
    }

    private Task<ApiToken?> Working(PortalDb db, Person of, long id, CancellationToken stop) =>
        life.Working(db).SingleOrDefaultAsync(t => t.Id == id && t.PersonId == of.Id, stop);

    private static Refusal NotActive(string account, long id) =>
        Refusal.NotFound($"{account} has no active token {id}.");
}
