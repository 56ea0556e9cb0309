using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;

namespace Portal.Web.Api.Unowned;

/// <summary>Something that is on a cluster and that no team owns.</summary>
public sealed record UnownedDto(
    string Kind,
    string Cluster,
    string Environment,
    string Name,
    DateTimeOffset FirstSeenAt,
    [property: Description("A change with the operation `claim` makes a team its owner once Platform approves.")]
        bool Claimable
)
{
    public static UnownedDto Of(UnownedRow row) =>
        new(row.Kind.Word, row.Cluster, row.Environment, row.Name, row.FirstSeenAt, row.IsClaimable);
}

/// <summary>What nobody owns, listed. Claiming it is asked for as a change.</summary>
internal static class UnownedRoutes
{
    public static void Map(RouteGroupBuilder v1) =>
        v1.MapGroup("/unowned")
            .WithTags("Changes")
            .MapGet("", List)
            .Refuses(422)
            .WithName("listUnowned")
            .WithSummary("What is on clusters and no team owns, by cluster, kind and name");

    private static async Task<Results<Ok<Page<UnownedDto>>, ProblemHttpResult>> List(
        string? environment,
        [Description("A kind's word, such as `topic`.")] string? kind,
        [Description("A cluster's name.")] string? cluster,
        [Description("A part of the name.")] string? search,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        UnownedCatalogue unowned,
        CancellationToken stop
    )
    {
        var place = UnownedKey.Read(after);
        if (after is not null && place is null)
        {
            return Problem.Of(
                Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["after"] = "This isn't the `next` of a page before. Leave it out to begin.",
                    }
                )
            );
        }

        var size = Paging.Size(limit);
        var filter = new UnownedFilter(
            environment,
            kind is null ? null : [kind],
            cluster is null ? null : [cluster],
            search
        );
        var rows = await unowned.Page(filter, place, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, UnownedDto.Of, row => row.Key.ToString()));
    }
}
