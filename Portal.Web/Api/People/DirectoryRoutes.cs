using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People;
using Portal.Core.Teams;

namespace Portal.Web.Api.People;

public sealed record TeamDto(string Name, string Title, IReadOnlyList<TeamMemberDto> Members);

public sealed record TeamMemberDto(string Handle, string Name, Role Role);

public sealed record PersonDto(string Handle, string Name, string About, IReadOnlyList<MembershipDto> Memberships);

public sealed record EnvironmentDto(string Name, string Title, int Order, bool IsProduction);

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

    private static async Task<Ok<List<TeamDto>>> Teams(
        TeamDirectory teams,
        PeopleDirectory people,
        CancellationToken stop
    )
    {
        var members = (await people.Roles(stop)).ToLookup(held => held.Team.Id);
        return TypedResults.Ok(
            (await teams.All(stop))
                .OrderBy(team => team.Name, StringComparer.Ordinal)
                .Select(team => new TeamDto(
                    team.Name,
                    team.Title,
                    [.. members[team.Id].Select(h => new TeamMemberDto(h.Person.Handle, h.Person.Name, h.Role))]
                ))
                .ToList()
        );
    }

    private static async Task<Ok<List<PersonDto>>> People(PeopleDirectory people, CancellationToken stop)
    {
        var roles = (await people.Roles(stop)).ToLookup(held => held.Person.Id);
        return TypedResults.Ok(
            (await people.All(stop))
                .Select(person => new PersonDto(
                    person.Handle,
                    person.Name,
                    person.About,
                    [.. roles[person.Id].Select(h => new MembershipDto(h.Team.Name, h.Team.Title, h.Role))]
                ))
                .ToList()
        );
    }

    private static async Task<Ok<List<EnvironmentDto>>> Environments(Places places, CancellationToken stop) =>
        TypedResults.Ok(
            (await places.Environments(stop))
                .Select(environment => new EnvironmentDto(
                    environment.Name,
                    environment.Title,
                    environment.Order,
                    environment.IsProduction
                ))
                .ToList()
        );

    private static async Task<Ok<List<RegionDto>>> Regions(Places places, CancellationToken stop) =>
        TypedResults.Ok(
            (await places.Regions(stop)).Select(region => new RegionDto(region.Name, region.Title)).ToList()
        );
}
