using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>A token just made: nobody can read <paramref name="Plain"/> again.</summary>
public sealed record CreatedToken(TokenRow Row, string Plain);

/// <summary>
/// What a caller may do with tokens: see, make and revoke their own; platform sees and revokes everybody's. Behind the
/// page and the API alike.
/// </summary>
public sealed class TokenManagement(ApiTokens tokens, TokenList list, TokenLife life, FreshSignIn signIn)
{
    public const int MostThatWork = 50;

    public TimeSpan Longest => life.Longest;

    public static Permission MaySeeAll(KnownCaller who) => Authority.May(who.Caller, new CallerAction.OverseeTokens());

    public Task<IReadOnlyList<TokenRow>> Mine(KnownCaller who, long? below, int take, CancellationToken stop) =>
        list.Newest(who.Id, below, take, stop);

    /// <returns>Everybody's, or why not.</returns>
    public async Task<Outcome<IReadOnlyList<TokenRow>>> All(
        KnownCaller who,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        if (MaySeeAll(who) is { Granted: false } refused)
        {
            return Refusal.Denied(refused.Words);
        }

        var rows = await list.Newest(null, below, take, stop);
        return new Outcome<IReadOnlyList<TokenRow>>.Done(rows);
    }

    /// <param name="with">The token that asks, which a new one can't exceed in scopes and in time; null when a person does.</param>
    public async Task<Outcome<CreatedToken>> Make(KnownCaller who, TokenWish wish, long? with, CancellationToken stop)
    {
        if (Authority.May(who.Caller, new CallerAction.CreateOwnToken()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (wish.Complaints(Longest) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (await signIn.Missing(who.Caller, FreshSignIn.ForTokens, stop) is { } again)
        {
            return again;
        }

        var maker = with is { } asking ? await tokens.Find(asking, stop) : null;
        if (with is not null && maker is null)
        {
            return Refusal.Denied("Your token has ended meanwhile.");
        }

        if (maker is not null && wish.Scopes.Except(maker.Scopes, StringComparer.Ordinal).Any())
        {
            return Refusal.Denied("A token can't make one that may do more than itself.");
        }

        if (await tokens.Working(who.Id, stop) >= MostThatWork)
        {
            return Refusal.Conflict($"You have {MostThatWork} tokens that work. Revoke one that isn't used first.");
        }

        var scopes = wish.Scopes.Distinct(StringComparer.Ordinal).ToArray();
        var (plain, row) = await tokens.Issue(
            who.Caller.Actor,
            who.Id,
            wish.Name.Trim(),
            wish.Lifetime,
            scopes,
            stop,
            maker
        );
        return new CreatedToken(row, plain);
    }

    /// <summary>Ends a token at once. Somebody else's token isn't there for whoever may not see it.</summary>
    public async Task<Outcome<TokenRow>> Revoke(KnownCaller who, long id, CancellationToken stop)
    {
        if (who.Caller.IsServiceAccount)
        {
            return Refusal.Denied(
                "The tokens of a Portal service account are revoked by its team's owners and approvers, or platform engineers."
            );
        }

        if (
            await list.Find(id, stop) is not { } row
            || (row.PersonId != who.Id && !MaySeeAll(who).Granted)
            || !await tokens.Revoke(who.Caller.Actor, row.PersonId, id, stop)
        )
        {
            return Refusal.NotFound($"You have no active token {id}.");
        }

        return (await list.Find(id, stop))!;
    }
}
