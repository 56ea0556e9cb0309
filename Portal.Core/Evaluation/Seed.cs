using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Approvals;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Evaluation;

/// <summary>
/// Puts <see cref="SeededStructure"/> into the store. Safe to run at every start and by several processes at once: what
/// is there stays as somebody may have changed it, what is missing is added.
/// </summary>
public sealed class Seed(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    private const long AdvisoryLock = 0x7365656400; // "seed"

    /// <summary>All of it, for an evaluation.</summary>
    public Task Plant(CancellationToken stop) =>
        Plant(AddTeamsAndPeople, "Environments, teams, people and approval rules for an evaluation were added.", stop);

    /// <summary>What any portal needs to begin with: environments, a region, the platform team, approval rules. Nobody.</summary>
    public Task PlantWithoutPeople(CancellationToken stop) =>
        Plant(AddPlatform, "Environments, the platform team and approval rules were added.", stop);

    private async Task Plant(
        Func<PortalDb, CancellationToken, Task<int>> addTeams,
        string words,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLock})", stop);

        var added = await AddPlaces(db, stop);
        added += await addTeams(db, stop);
        added += await AddRules(db, stop);
        if (added > 0)
        {
            db.Add(
                new AuditEvent
                {
                    At = clock.GetUtcNow(),
                    Actor = Actor.Seed,
                    Kind = "structure.seeded",
                    Words = words,
                }
            );
            await db.SaveChangesAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }

    private static async Task<int> AddPlaces(PortalDb db, CancellationToken stop)
    {
        var environments = await db.Set<ClusterEnvironment>().Select(l => l.Name).ToListAsync(stop);
        db.AddRange(SeededStructure.Environments.Where(l => !environments.Contains(l.Name)));
        var regions = await db.Set<Region>().Select(r => r.Name).ToListAsync(stop);
        db.AddRange(SeededStructure.Regions.Where(r => !regions.Contains(r.Name)));
        return await db.SaveChangesAsync(stop);
    }

    private static async Task<int> AddTeamsAndPeople(PortalDb db, CancellationToken stop)
    {
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Name, stop);
        foreach (var team in SeededStructure.Teams.Where(t => !teams.ContainsKey(t.Name)))
        {
            teams[team.Name] = db.Add(team).Entity;
        }

        var handles = await db.Set<Person>().Select(p => p.Handle).ToListAsync(stop);
        var people = SeededStructure.People.Where(p => !handles.Contains(p.Handle)).ToList();
        var entities = people.ConvertAll(p => new Person
        {
            Handle = p.Handle,
            Name = p.Name,
            About = p.About,
            IsSeeded = true,
        });
        db.AddRange(entities);

        // The store gives out the ids that memberships name.
        var added = await db.SaveChangesAsync(stop);
        db.AddRange(
            people
                .Zip(entities)
                .SelectMany(pair =>
                    pair.First.Roles.Select(held => new Membership
                    {
                        PersonId = pair.Second.Id,
                        TeamId = teams[held.Team].Id,
                        Role = held.Role,
                    })
                )
        );
        return added + await db.SaveChangesAsync(stop);
    }

    private static async Task<int> AddPlatform(PortalDb db, CancellationToken stop)
    {
        var there = await db.Set<Team>().Select(t => t.Name).ToListAsync(stop);
        db.AddRange(SeededStructure.Teams.Where(t => t.Name == SeededStructure.Platform && !there.Contains(t.Name)));
        return await db.SaveChangesAsync(stop);
    }

    // An environment with any rule of its own keeps its rules: somebody decided them.
    private static async Task<int> AddRules(PortalDb db, CancellationToken stop)
    {
        var ruled = await db.Set<ApprovalRule>().Select(r => r.Environment).Distinct().ToListAsync(stop);
        db.AddRange(SeededStructure.Rules.Where(r => !ruled.Contains(r.Environment)));
        return await db.SaveChangesAsync(stop);
    }
}
