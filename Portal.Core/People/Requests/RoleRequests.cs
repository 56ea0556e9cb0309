using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Requests;

/// <summary>Sends requests for roles and takes them back, behind the page and the API alike.</summary>
public sealed class RoleRequests(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <summary>How long a request waits for somebody to decide.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromDays(7);

    public static Permission May(Caller who) => Authority.May(who, new CallerAction.RequestRole());

    public async Task<Outcome<RoleRequest>> Send(KnownCaller who, RoleRequestWish wish, CancellationToken stop)
    {
        if (May(who.Caller) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        var now = time.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        if (wish.Complaints(now) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop) is not { } team)
        {
            return Refusal.NotFound($"There is no team {wish.Team}.");
        }

        if (await RequestableRole.WhyNot(db, who, wish, team, now, stop) is { } refused)
        {
            return refused;
        }

        if (
            wish.Only is { } only
            && await only.Find(db, team, wish.Role, stop) is Outcome<RoleScope>.Refused(var unfit)
        )
        {
            return unfit;
        }

        var request = new RoleRequest
        {
            PersonId = who.Id,
            TeamId = team.Id,
            Role = wish.Role,
            Reason = wish.Reason.Trim(),
            RoleEndsAt = wish.EndsAt?.ToUniversalTime(),
            ElevationHours = wish.ElevationHours,
            OnlyEnvironment = wish.Only is { Environment: { Length: > 0 } environment } ? environment : null,
            OnlyKind = wish.Only?.Kind,
            OnlyCluster = wish.Only?.Cluster,
            OnlyName = wish.Only?.Name,
            RequestedAt = now,
            ExpiresAt = wish.EndsAt is { } end && end < now + Waits ? end.ToUniversalTime() : now + Waits,
        };
        db.Add(request);
        await db.SaveChangesAsync(stop); // the store gives out the id
        db.Add(
            new Due
            {
                Kind = PeopleDues.RoleRequestExpires,
                SubjectId = request.Id,
                DueAt = request.ExpiresAt,
            }
        );
        var (handle, what) = (who.Caller.Actor.Name, new TeamRole(team.Name, wish.Role).Limited(wish.Only));
        db.Add(
            PersonEvent.Of(
                now,
                who.Caller.Actor,
                "role-request.sent",
                handle,
                $"{handle} requested to be {what} {request.SpanInWords}: {request.Reason}"
            )
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return request;
    }

    /// <summary>Takes one's own request back while nobody has decided. To others it isn't there, nor what became of it.</summary>
    public async Task<Outcome<RoleRequest>> Withdraw(KnownCaller who, long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        if (!await db.Set<RoleRequest>().AnyAsync(r => r.Id == id && r.PersonId == who.Id, stop))
        {
            return Refusal.NotFound($"You have no role request {id}.");
        }

        var found = await PendingRequest.Find(db, id, time.GetUtcNow(), stop);
        if (found is not Outcome<PendingRequest>.Done(var pending))
        {
            return ((Outcome<PendingRequest>.Refused)found).Why;
        }

        await pending.End(db, RoleRequestState.Withdrawn, who.Caller.Actor, "", time.GetUtcNow(), stop);
        await transaction.CommitAsync(stop);
        return pending.Request;
    }
}
