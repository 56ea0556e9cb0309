using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

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

    /// <summary>What a search finds: the change with the number that was typed, then the newest.</summary>
    public async Task<IReadOnlyList<ChangeRow>> Find(string search, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var found = await Search(db, db.Set<Change>().AsNoTracking(), search, stop);
        var ordered = ChangeWords.NumberIn(search) is { } number
            ? found.OrderByDescending(c => c.Id == number).ThenByDescending(c => c.Id)
            : found.OrderByDescending(c => c.Id);
        return await Rows(db, ordered.Take(take)).ToListAsync(stop);
    }

    public async Task<int> Count(ChangeFilter filter, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await (await Narrow(db, filter, stop)).CountAsync(stop);
    }

    internal static IQueryable<ChangeRow> Rows(PortalDb db, IQueryable<Change> changes) =>
        from c in changes
        join p in db.Set<Plan>() on c.PlanId equals (PlanId?)p.Id into plans
        from plan in plans.DefaultIfEmpty()
        select new ChangeRow(
            c.Id,
            c.Title,
            c.State,
            c.Environment,
            c.Actor.Name,
            c.CreatedAt,
            c.UpdatedAt,
            // While it is planned, why that takes long is the planner's to say.
            db.Set<PlanningRun>().Where(r => r.ChangeId == c.Id).Select(r => r.StatusMessage).FirstOrDefault()
                ?? c.StatusMessage,
            plan == null ? null : plan.RiskScore,
            plan == null ? null : plan.RiskBand,
            (
                from r in c.Resources
                join k in db.Set<Cluster>() on r.ClusterId equals k.Id
                join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
                orderby r.Ordinal
                select new ChangeRowResource(r.Kind, k.Name, r.Name, new ChangeOwner(t.Id, t.Name, t.Title))
            ).ToList()
        )
        {
            RequestedByName =
                db.Set<Person>()
                    .Where(person => person.Handle == c.Actor.Name)
                    .Select(person => person.Name)
                    .FirstOrDefault()
                ?? c.Actor.Name,
        };

    private static async Task<IQueryable<Change>> Narrow(PortalDb db, ChangeFilter filter, CancellationToken stop)
    {
        var changes = db.Set<Change>().AsNoTracking();
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
            changes = changes.Where(c => c.Resources.Any(r => owners.Contains(r.OwnerTeamId)));
        }

        if (filter.RequestedBy is { } person)
        {
            changes = changes.Where(c => c.Actor.Name == person);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            changes = await Search(db, changes, search, stop);
        }

        return InResources(changes, filter);
    }

    // One resource that is all of it: a change of two resources on two clusters is about neither's namesake.
    private static IQueryable<Change> InResources(IQueryable<Change> changes, ChangeFilter filter) =>
        filter is { Cluster: null, Kind: null, Name: null }
            ? changes
            : changes.Where(c =>
                c.Resources.Any(r =>
                    (filter.Cluster == null || r.ClusterId == filter.Cluster)
                    && (filter.Kind == null || r.Kind == filter.Kind)
                    && (filter.Name == null || r.Name == filter.Name)
                )
            );

    private static async Task<IQueryable<Change>> Search(
        PortalDb db,
        IQueryable<Change> changes,
        string search,
        CancellationToken stop
    )
    {
        var newest = await db.Set<Change>().OrderByDescending(c => c.Id).Select(c => c.Id).FirstOrDefaultAsync(stop);
        return ChangeWords.Of(search).Among(changes, db, newest.Value - Searched);
    }
}
