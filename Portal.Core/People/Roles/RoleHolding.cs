using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Memberships as rows, those that have ended and weren't deleted yet as well: they stand in the way of a new one.</summary>
internal static class RoleHolding
{
    public static Task<Membership?> Of(PortalDb db, PersonId person, TeamId team, Role role, CancellationToken stop) =>
        db.Set<Membership>()
            .FromSql($"select * from membership where person_id = {person.Value} and team_id = {team.Value}")
            .Where(m => m.Role == role)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);

    /// <summary>It counts no more, and nobody has deleted it yet.</summary>
    public static bool IsOver(Membership held, DateTimeOffset now) => held.ExpiresAt <= now;

    /// <summary>A rule gives the role as well: it has no end as long as the rule does. The grant goes on beside it.</summary>
    public static Task LeaveToRule(PortalDb db, Membership held, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"update membership set by_rule = true, expires_at = null, is_elevation = false where person_id = {held.PersonId.Value} and team_id = {held.TeamId.Value} and role = {StoreTypes.Word(held.Role)}",
            stop
        );

    /// <summary>No rule gives the role any more: it is what a person gave, where that isn't over.</summary>
    public static async Task<bool> LeaveToGrant(PortalDb db, Membership held, CancellationToken stop) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            update membership m set by_rule = false, expires_at = g.expires_at, is_elevation = g.is_elevation from role_grant g
            where g.id = m.grant_id and g.ended_at is null and g.expires_at > now()
                and m.person_id = {held.PersonId.Value} and m.team_id = {held.TeamId.Value} and m.role = {StoreTypes.Word(
                held.Role
            )}
            """,
            stop
        ) > 0;

    /// <summary>Stores it, the membership that it gives, and what waits for its end.</summary>
    public static async Task Begin(PortalDb db, RoleGrant grant, CancellationToken stop)
    {
        db.Add(grant);
        await db.SaveChangesAsync(stop); // the store gives out the id
        db.Add(
            new Membership
            {
                PersonId = grant.PersonId,
                TeamId = grant.TeamId,
                Role = grant.Role,
                GrantId = grant.Id,
                ExpiresAt = grant.ExpiresAt,
                IsElevation = grant.IsElevation,
            }
        );
        db.Add(
            new Due
            {
                Kind = PeopleDues.RoleEnds,
                SubjectId = grant.Id,
                DueAt = grant.ExpiresAt,
            }
        );
    }

    public static Task Delete(PortalDb db, Membership held, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"delete from membership where person_id = {held.PersonId.Value} and team_id = {held.TeamId.Value} and role = {StoreTypes.Word(held.Role)}",
            stop
        );

    /// <summary>Deletes it; what gave it, and waits for its end, is over.</summary>
    /// <param name="by">Who ends it.</param>
    public static async Task End(PortalDb db, Membership held, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        await Delete(db, held, stop);
        if (held.GrantId is { } grant)
        {
            await EndGrant(db, grant, by, now, stop);
        }
    }

    /// <summary>Ends what a person gave, and the break-glass access that it is the role of. The membership goes with it unless a rule gives that as well.</summary>
    /// <param name="by">Who ends it.</param>
    public static async Task EndGrant(PortalDb db, long grant, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        await db.Database.ExecuteSqlAsync($"delete from membership where grant_id = {grant} and not by_rule", stop);
        await db.Database.ExecuteSqlAsync(
            $"update role_grant set ended_at = least(now(), expires_at), ended_by = {by.Name} where id = {grant} and ended_at is null",
            stop
        );
        await db.Set<Due>().Where(d => d.Kind == PeopleDues.RoleEnds && d.SubjectId == grant).ExecuteDeleteAsync(stop);
        await BreakGlassEnding.With(db, grant, by, now, stop);
    }
}
