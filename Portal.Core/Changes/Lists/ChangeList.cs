using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Store;

namespace Portal.Core.Changes.Lists;

/// <summary>A change as lists show it.</summary>
/// <param name="Owner">The owning team's name, and beside it its title.</param>
/// <param name="Topics">"cluster/name" of what it is about, in the request's order.</param>
public sealed record ChangeRow(
    ChangeId Id,
    string Title,
    ChangeState State,
    string Environment,
    string Owner,
    string OwnerTitle,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Told,
    int? RiskScore,
    RiskBand? RiskBand,
    IReadOnlyList<string> Topics,
    TeamId OwnerId
);

/// <summary>What a list of changes is narrowed to; null and empty narrow nothing.</summary>
public sealed record ChangeFilter(
    IReadOnlyCollection<ChangeState>? States = null,
    string? Environment = null,
    IReadOnlyCollection<TeamId>? Owners = null,
    string? RequestedBy = null,
    string? Search = null,
    ClusterId? Cluster = null,
    string? Topic = null
);

/// <summary>Lists of changes, newest first, paged by key: the next page starts below the last id of this one.</summary>
public sealed class ChangeList(IDbContextFactory<PortalDb> store)
{
    /// <summary>How many of the newest a search looks through: no index finds a part of a word without an extension that not every PostgreSQL has.</summary>
    public const int Searched = 10_000;

    public async Task<IReadOnlyList<ChangeRow>> Page(
        ChangeFilter filter,
        ChangeId? below,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var changes = await Narrow(db, filter, stop);
        if (below is { } last)
        {
            changes = changes.Where(c => (long)(object)c.Id < last.Value);
        }

        return await Rows(db, changes.OrderByDescending(c => c.Id).Take(take)).ToListAsync(stop);
    }

    public async Task<int> Count(ChangeFilter filter, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await (await Narrow(db, filter, stop)).CountAsync(stop);
    }

    internal static IQueryable<ChangeRow> Rows(PortalDb db, IQueryable<Change> changes) =>
        from c in changes
        join t in db.Teams on c.OwnerTeamId equals t.Id
        join p in db.Plans on c.PlanId equals (PlanId?)p.Id into plans
        from plan in plans.DefaultIfEmpty()
        select new ChangeRow(
            c.Id,
            c.Title,
            c.State,
            c.Environment,
            t.Name,
            t.Title,
            c.Actor.Name,
            c.CreatedAt,
            c.UpdatedAt,
            // While it is planned, why that takes long is the planner's to say.
            db.PlanningRuns.Where(r => r.ChangeId == c.Id).Select(r => r.Told).FirstOrDefault()
                ?? c.Told,
            plan == null ? null : plan.RiskScore,
            plan == null ? null : plan.RiskBand,
            c.Resources.OrderBy(r => r.Ordinal)
                .Join(db.Clusters, r => r.ClusterId, k => k.Id, (r, k) => k.Name + "/" + r.Name)
                .ToList(),
            t.Id
        );

    private static async Task<IQueryable<Change>> Narrow(PortalDb db, ChangeFilter filter, CancellationToken stop)
    {
        var changes = db.Changes.AsNoTracking();
        if (filter.States is { Count: > 0 } states)
        {
            changes = changes.Where(c => states.Contains(c.State));
        }

        if (filter.Environment is { } environment)
        {
            changes = changes.Where(c => c.Environment == environment);
        }

        if (filter.Owners is { Count: > 0 } owners)
        {
            changes = changes.Where(c => owners.Contains(c.OwnerTeamId));
        }

        if (filter.RequestedBy is { } person)
        {
            changes = changes.Where(c => c.Actor.Name == person);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            changes = await Search(db, changes, search, stop);
        }

        // One resource that is both: a change of two topics on two clusters is about neither's namesake.
        return (filter.Cluster, filter.Topic) switch
        {
            ({ } cluster, { } topic) => changes.Where(c =>
                c.Resources.Any(r => r.ClusterId == cluster && r.Name == topic)
            ),
            ({ } cluster, null) => changes.Where(c => c.Resources.Any(r => r.ClusterId == cluster)),
            (null, { } topic) => changes.Where(c => c.Resources.Any(r => r.Name == topic)),
            _ => changes,
        };
    }

    private static async Task<IQueryable<Change>> Search(
        PortalDb db,
        IQueryable<Change> changes,
        string search,
        CancellationToken stop
    )
    {
        var newest = await db.Changes.OrderByDescending(c => c.Id).Select(c => c.Id).FirstOrDefaultAsync(stop);
        return ChangeWords.Of(search).Among(changes, db, newest.Value - Searched);
    }
}
