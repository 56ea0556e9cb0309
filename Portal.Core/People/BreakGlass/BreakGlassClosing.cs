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
            async (db, found, now) =>
            {
                if (
                    found.Access.ConfirmedAt is null && found.Access.ConfirmBy <= now
                    || await found.EndedAt(db, now, stop) is not null
                )
                {
                    return Refusal.Conflict("It is over already.");
                }

                await found.End(db, who.Caller.Actor, now, stop);
                var handle = who.Caller.Actor.Name;
                found.Record(
                    db,
                    now,
                    who.Caller.Actor,
                    found.Access.ConfirmedAt is null ? "withdrawn" : "ended",
                    found.Access.ConfirmedAt is null
                        ? $"{handle} withdrew the break-glass access of {found.Person.Handle} as {found.What}: nobody had confirmed it."
                        : $"{handle} ended the break-glass access of {found.Person.Handle} as {found.What}; it has to be reviewed."
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
            async (db, found, now) =>
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

                if (await found.EndedAt(db, now, stop) is not { } end)
                {
                    return Refusal.Conflict("It isn't over yet. Review it when it is, or end it first.");
                }

                // For good: somebody who was disabled may be enabled again before its time.
                await found.End(db, who.Caller.Actor, end, stop);
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
        Func<PortalDb, BreakGlassFound, DateTimeOffset, Task<Outcome<BreakGlassAccess>>> act,
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
            return Refusal.Denied("You were disabled meanwhile.");
        }

        var confirmer = await db.Set<Person>()
            .Where(p => p.Id == found.Access.ConfirmedBy)
            .Select(p => p.Handle)
            .SingleOrDefaultAsync(stop);
        if (may(caller, found.Person.Handle, confirmer) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        var outcome = await act(db, found, time.GetUtcNow());
        if (outcome is Outcome<BreakGlassAccess>.Done)
        {
            await PeopleNotice.Send(db, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }

        return outcome;
    }
}
