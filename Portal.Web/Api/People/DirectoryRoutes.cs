using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

public sealed record TeamDto(string Name, string Title, IReadOnlyList<TeamMemberDto> Members);

public sealed record TeamMemberDto(string Handle, string Name, Role Role);

public sealed record PersonDto(string Handle, string Name, string About, IReadOnlyList<MembershipDto> Memberships);

public sealed record EnvironmentDto(string Name, string Title, int Lane, bool IsProduction);

public sealed record RegionDto(string Name, string Title);

/// <summary>Who and where there is: teams, people, environments, regions. Small, so never paged.</summary>
internal static class DirectoryRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/teams", Teams)
            .WithTags("People")
            .WithName("listTeams")
            .WithSummary("Teams and who is what in them");
        v1.MapGet("/people", People).WithTags("People").WithName("listPeople").WithSummary("Everybody who may sign in");
        v1.MapGet("/environments", Environments)
            .WithTags("Places")
            .WithName("listEnvironments")
            .WithSummary("Environments, in the order things are promoted");
        v1.MapGet("/regions", Regions).WithTags("Places").WithName("listRegions").WithSummary("Regions");
    }

    private static async Task<Ok<List<TeamDto>>> Teams(IDbContextFactory<PortalDb> store, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var members = (await Held(db).ToListAsync(stop)).ToLookup(h => h.Team.Id);
        var teams = await db.Teams.AsNoTracking().OrderBy(t => t.Name).ToListAsync(stop);
        return TypedResults.Ok(
            teams.ConvertAll(t => new TeamDto(
                t.Name,
                t.Title,
                [.. members[t.Id].Select(h => new TeamMemberDto(h.Person.Handle, h.Person.Name, h.Role))]
            ))
        );
    }

    private static async Task<Ok<List<PersonDto>>> People(IDbContextFactory<PortalDb> store, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var held = (await Held(db).ToListAsync(stop)).ToLookup(h => h.Person.Id);
        var people = await db
            .People.AsNoTracking()
            .Where(p => p.DisabledAt == null)
            .OrderBy(p => p.Handle)
            .ToListAsync(stop);
        return TypedResults.Ok(
            people.ConvertAll(p => new PersonDto(
                p.Handle,
                p.Name,
                p.About,
                [.. held[p.Id].Select(h => new MembershipDto(h.Team.Name, h.Team.Title, h.Role))]
            ))
        );
    }

    private static async Task<Ok<List<EnvironmentDto>>> Environments(
        IDbContextFactory<PortalDb> store,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return TypedResults.Ok(
            await db
                .Lanes.OrderBy(l => l.Order)
                .Select(l => new EnvironmentDto(l.Name, l.Title, l.Order, l.IsProduction))
                .ToListAsync(stop)
        );
    }

    private static async Task<Ok<List<RegionDto>>> Regions(IDbContextFactory<PortalDb> store, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return TypedResults.Ok(
            await db.Regions.OrderBy(r => r.Name).Select(r => new RegionDto(r.Name, r.Title)).ToListAsync(stop)
        );
    }

    private static IQueryable<HeldRole> Held(PortalDb db) =>
        from m in db.Memberships.AsNoTracking()
        join t in db.Teams on m.TeamId equals t.Id
        join p in db.People on m.PersonId equals p.Id
        where p.DisabledAt == null
        orderby p.Handle, t.Name, m.Role
        select new HeldRole(p, t, m.Role);

    private sealed record HeldRole(Person Person, Team Team, Role Role);
}
