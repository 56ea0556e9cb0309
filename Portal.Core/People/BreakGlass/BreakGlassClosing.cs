using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Ends break-glass access before its time, and reviews it afterwards, behind the page and the API alike.</summary>
public sealed class BreakGlassClosing(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    public const int ShortestReview = 10;
    public const int LongestReview = 2_000;

    public static Permission MayEnd(Caller who, string opener, string? confirmer) =>
        Authority.May(who, new CallerAction.EndBreakGlass(opener, confirmer));

    public static Permission MayReview(Caller who, string opener, string confirmer) =>
        Authority.May(who, new CallerAction.ReviewBreakGlass(opener, confirmer));

    /// <summary>Before its time: by either of the two, or platform.</summary>
    public Task<Outcome<BreakGlassAccess>> End(KnownCaller who, long id, CancellationToken stop) =>
        Do(
            who,
            id,
            MayEnd,
            async (db, _, found, now) =>
            {
                if (found.EndedAt(now) is not null || found.Access.ConfirmedAt is null && found.Access.ConfirmBy <= now)
                {
                    return Refusal.Conflict("It is over already.");
                }

                await (
                    found.Access.GrantId is { } grant
                        ? RoleHolding.EndGrant(db, grant, who.Caller.Actor, now, stop)
                        : BreakGlassEnding.Withdraw(db, found, who.Caller.Actor, now, stop)
                );
                return found.Access;
            },
            stop
        );

    /// <summary>Once it is over, by somebody who was neither of the two.</summary>
    /// <param name="words">What was found.</param>
    public Task<Outcome<BreakGlassAccess>> Review(KnownCaller who, long id, string words, CancellationToken stop) =>
        Do(
            who,
            id,
            (caller, opener, confirmer) => MayReview(caller, opener, confirmer ?? ""),
            async (db, caller, found, now) =>
            {
                var review = words.Trim();
                if (review.Length is < ShortestReview or > LongestReview)
                {
                    return Refusal.Invalid(
                        new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["review"] =
                                $"Write what you found in {ShortestReview} to {LongestReview} characters: it stays beside the access.",
                        }
                    );
                }

                if (found.Access is { ConfirmedAt: null } or { ReviewedAt: not null })
                {
                    return Refusal.Conflict(
                        found.Access.ConfirmedAt is null
                            ? "It was never confirmed: there is nothing to review."
                            : $"{found.Access.ReviewedBy} has reviewed it already."
                    );
                }

                if (!await BreakGlassExpiry.End(db, found, now, stop))
                {
                    return Refusal.Conflict("It isn't over yet. Review it when it is, or end it first.");
                }

                if (await BreakGlassThird.WhyNot(db, who.Id, caller, found, stop) is { } no)
                {
                    return no;
                }

                (found.Access.ReviewedBy, found.Access.ReviewedAt) = (who.Caller.Actor.Name, now);
                found.Access.Review = review;
                found.Record(
                    db,
                    now,
                    who.Caller.Actor,
                    "reviewed",
                    $"{who.Caller.Actor.Name} reviewed the break-glass access of {found.Person.Handle} as {found.What}: {review}"
                );
                return found.Access;
            },
            stop
        );

    private async Task<Outcome<BreakGlassAccess>> Do(
        KnownCaller who,
        long id,
        Func<Caller, string, string?, Permission> may,
        Func<PortalDb, Caller, BreakGlassFound, DateTimeOffset, Task<Outcome<BreakGlassAccess>>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        if (await BreakGlassFound.Of(db, id, stop) is not { } found)
        {
            return Refusal.NotFound($"There is no break-glass access {id}.");
        }

        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (may(caller, found.Person.Handle, found.Confirmer) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        var outcome = await act(db, caller, found, time.GetUtcNow());
        if (outcome is Outcome<BreakGlassAccess>.Done)
        {
            await PeopleNotice.Send(db, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }

        return outcome;
    }
}
