using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
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
            }
        );
        db.Add(
            new Due
            {
                Kind = DueKind.RoleEnds,
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
    public static async Task End(PortalDb db, Membership held, string by, CancellationToken stop)
    {
        await Delete(db, held, stop);
        if (held.GrantId is { } grant)
        {
            await db.Database.ExecuteSqlAsync(
                $"update role_grant set ended_at = now(), ended_by = {by} where id = {grant} and ended_at is null",
                stop
            );
            await db.Set<Due>().Where(d => d.Kind == DueKind.RoleEnds && d.SubjectId == grant).ExecuteDeleteAsync(stop);
        }
    }
}
