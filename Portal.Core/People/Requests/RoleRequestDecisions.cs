using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Requests;

/// <summary>
/// Grants and refuses requests for roles, for whoever may give the role. Granting gives it in the same transaction, under the lock of the rules, so that
/// of two who decide at once one comes too late and is refused in words.
/// </summary>
public sealed class RoleRequestDecisions(IDbContextFactory<PortalDb> store, FreshSignIn signIn, TimeProvider time)
{
    public static Permission May(Caller who, TeamId team, Role role, string requester) =>
        Authority.May(who, new CallerAction.DecideRoleRequest(team, role, requester));

    public Task<Outcome<RoleRequest>> Grant(KnownCaller who, long id, string comment, CancellationToken stop) =>
        Decide(
            who,
            id,
            comment.Trim().Length == 0 || ActReason.Fits(comment) ? null : CommentLimit,
            async (db, pending, now) =>
            {
                var request = pending.Request;
                var end = request.RoleEndsAt ?? now.AddHours(request.ElevationHours!.Value);
                var wish = new RoleWish(
                    new(pending.Person.Handle),
                    pending.Team.Name,
                    request.Role,
                    request.Reason,
                    end
                )
                {
                    IsElevation = request.ElevationHours is not null,
                    Only = request.Only,
                };
                if (await RoleGiving.Within(db, who, wish, now, stop) is Outcome<RoleGrant>.Refused(var why))
                {
                    return why;
                }

                if (await signIn.Missing(who.Caller, FreshSignIn.ForRoles, stop) is { } again)
                {
                    return again;
                }

                await pending.End(db, RoleRequestState.Granted, who.Caller.Actor, comment, now, stop);
                return request;
            },
            stop
        );

    /// <param name="comment">Why: the requester reads it.</param>
    public Task<Outcome<RoleRequest>> Refuse(KnownCaller who, long id, string comment, CancellationToken stop) =>
        Decide(
            who,
            id,
            ActReason.Fits(comment) ? null : $"{CommentLimit} The requester reads it.",
            async (db, pending, now) =>
            {
                await pending.End(db, RoleRequestState.Refused, who.Caller.Actor, comment, now, stop);
                return pending.Request;
            },
            stop
        );

    private static string CommentLimit =>
        $"Comment on the decision in {ActReason.Shortest} to {ActReason.Longest} characters.";

    private async Task<Outcome<RoleRequest>> Decide(
        KnownCaller who,
        long id,
        string? complaint,
        Func<PortalDb, PendingRequest, DateTimeOffset, Task<Outcome<RoleRequest>>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var now = time.GetUtcNow();
        // Who may not decide learns nothing of what became of it.
        if (await WhyNot(db, who, id, stop) is { } no)
        {
            return no;
        }

        if (complaint is not null)
        {
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["comment"] = complaint });
        }

        var found = await PendingRequest.Find(db, id, now, stop);
        if (found is not Outcome<PendingRequest>.Done(var pending))
        {
            return ((Outcome<PendingRequest>.Refused)found).Why;
        }

        var outcome = await act(db, pending, now);
        if (outcome is Outcome<RoleRequest>.Done)
        {
            await transaction.CommitAsync(stop);
        }

        return outcome;
    }

    private static async Task<Refusal?> WhyNot(PortalDb db, KnownCaller who, long id, CancellationToken stop)
    {
        var about = await (
            from request in db.Set<RoleRequest>()
            where request.Id == id
            join person in db.Set<Person>() on request.PersonId equals person.Id
            select new
            {
                request.TeamId,
                request.Role,
                person.Handle,
            }
        ).SingleOrDefaultAsync(stop);
        return about is null ? Refusal.NotFound($"There is no role request {id}.")
            : await Stewardship.Now(db, who, stop) is not { } caller ? Stewardship.Gone
            : May(caller, about.TeamId, about.Role, about.Handle) is { Granted: false } no ? Refusal.Denied(no.Words)
            : await SameHuman.Of(db, [.. who.Caller.Actor.Names]).AnyAsync(own => own == about.Handle, stop)
                ? Refusal.Denied(
                    "Your account has the e-mail address of the requester's, so somebody else has to decide."
                )
            : null;
    }
}
