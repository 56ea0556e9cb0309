using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Catalogue;
using Portal.Core.Health;

namespace Portal.Web.Api.Access;

/// <summary>Grants and ACLs: listed and shown. Granting, extending and removing access is asked for as a change.</summary>
internal static class AccessRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var access = v1.MapGroup("/access").WithTags("Access");
        access.MapGet("", List).WithName("listAccess").WithSummary("Grants by cluster and name, filtered by the query");
        access
            .MapGet("/{cluster}/{name}", Get)
            .ReadsSnapshots()
            .Refuses(404)
            .WithName("getAccess")
            .WithSummary("A grant: what it allows, its ACLs, and which of them the cluster lacks");
        v1.MapGroup("/acls")
            .WithTags("Access")
            .MapGet("", Unmanaged)
            .WithName("listUnmanagedAcls")
            .WithSummary("ACLs that no grant holds, as last seen");
    }

    private static async Task<Ok<Page<GrantRowDto>>> List(
        string? environment,
        [Description("A cluster's name.")] string? cluster,
        [Description("The name of the team that owns the data.")] string? owner,
        [Description("Exactly this principal.")] string? principal,
        [Description("Grants that count for this topic, patterns too.")] string? topic,
        [Description("Only those that expire before this time.")] DateTimeOffset? expiresBefore,
        [Description("A part of the name, the principal or the topic.")] string? search,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        AccessList access,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var filter = new AccessFilter(environment, cluster, owner, principal, topic, expiresBefore, search);
        var rows = await access.Page(filter, after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, GrantRowDto.Of, row => $"{row.Cluster}/{row.Name}"));
    }

    private static async Task<Results<Ok<GrantDto>, ProblemHttpResult>> Get(
        string cluster,
        string name,
        AccessCatalogue access,
        AccessLedger ledger,
        IClusterHealth health,
        CancellationToken stop
    )
    {
        if (await access.Get(cluster, name, stop) is not { } row)
        {
            return Problem.NotFound($"No grant {name} is known on a cluster named {cluster}.");
        }

        var held = (await ledger.Of(row.ClusterId, [name], stop)).GetValueOrDefault(name);
        var missing = held is null ? [] : await access.Missing(row.ClusterId, held.Acls, stop);
        var around = await access.OfPrincipal(cluster, row.Spec.Principal, stop);
        var source = around.Source;
        return TypedResults.Ok(
            new GrantDto(
                GrantRowDto.Of(row),
                [.. (held?.Acls ?? []).Select(AclDto.Of)],
                [.. missing.Select(AclDto.Of)],
                source?.Reading?.ReadAt,
                source?.Reading?.Failure,
                GrantUseDto.Of(AccessUse.Of(row, around, health.Current.GetValueOrDefault(row.ClusterId)))
            )
        );
    }

    private static async Task<Ok<Page<UnmanagedAclDto>>> Unmanaged(
        string? environment,
        [Description("A cluster's name.")] string? cluster,
        [Description("Exactly this principal.")] string? principal,
        [Description("Those that count for this topic, patterns too.")] string? topic,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        AccessList access,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var filter = new UnmanagedFilter(environment, cluster, principal, topic);
        var rows = await access.Unmanaged(filter, after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, UnmanagedAclDto.Of, row => $"{row.Cluster}/{row.Key}"));
    }
}
