using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Store;

namespace Portal.Tests.Jobs;

/// <summary>Changes of a job that were applied, as rows: for who looks back at them.</summary>
internal static class AppliedChanges
{
    /// <param name="state">Of the change; its run is over.</param>
    /// <returns>Its run.</returns>
    public static async Task<RunId> Add(
        PortalDb db,
        ClusterId cluster,
        string job,
        string title,
        DateTimeOffset at,
        string state = "applied"
    )
    {
        var runs = await db
            .Database.SqlQuery<long>(
                $"""
                with t as (
                    insert into team (name, title) values ('payments', 'Payments')
                    on conflict (name) do update set title = team.title returning id),
                c as (
                    insert into change (title, state, environment, actor, actor_via, created_at, updated_at, expires_at, authors)
                    select {title}, {state}, environment, 'ada', 'page', {at}, {at}, {at}, array['ada']
                    from cluster where id = {cluster.Value} returning id),
                p as (
                    insert into plan (change_id, number, hash, form_version, canonical, evidence, risk_score, risk_band, risk_reasons, made_at)
                    select id, 1, repeat('0', 64), 1, '', '[]', 0, 'low', '[]', {at} from c returning id, change_id),
                w as (
                    insert into change_resource (change_id, ordinal, kind, operation, cluster_id, name, lock_key, owner_team_id)
                    select c.id, 0, 'job', 'update', {cluster.Value}, {job}, {job}, t.id from c, t),
                r as (
                    insert into apply_run (change_id, plan_id, state, retry_at, created_at, started_at, ended_at)
                    select change_id, id, 'applied', {at}, {at}, {at}, {at} from p returning id)
                select id as "Value" from r
                """
            )
            .ToListAsync();
        return new RunId(runs.Single());
    }
}
