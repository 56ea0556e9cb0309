using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Catalogue;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Secrets;
using Portal.Web.Api.Authentication;
using Portal.Web.Api.Clusters;
using Portal.Web.Identity;

namespace Portal.Web.Api.ServiceAccounts;

/// <summary>An account as it was last seen, and who owns it.</summary>
public sealed record ServiceAccountDto(
    string Cluster,
    string Environment,
    string Name,
    [property: Description("As ACLs name it.")] string Principal,
    [property: Description("The owning team's name; null for what the portal doesn't manage.")] string? Owner,
    [property: Description("What is wanted of it, where the portal manages it.")] ServiceAccountSpecDto? Spec,
    [property: Description("Its labels by key; none for what the portal doesn't manage.")]
        IReadOnlyDictionary<string, string> Labels,
    [property: Description("The mechanisms it has a password by, as last seen; none of an account by certificate.")]
        IReadOnlyList<CredentialMechanism> Mechanisms,
    [property: Description("How many fields differ from what is wanted.")] int Drifts,
    [property: Description("When the cluster's credentials were last read; null: not yet.")] DateTimeOffset? ReadAt,
    [property: Description(
        "The number of the change that has it in hand; null: none. A former password whose time is over may still work until that change is over."
    )]
        long? HeldBy
)
{
    public static ServiceAccountDto Of(ServiceAccountRow row) =>
        new(
            row.Cluster,
            row.Environment,
            row.Name,
            row.Principal,
            row.Owner,
            row.Spec is { } spec ? ServiceAccountSpecDto.Of(spec) : null,
            (row.Spec?.Labels ?? default).Values,
            [.. row.Seen.Select(c => c.Mechanism)],
            row.Drifts,
            row.ReadAt,
            row.Holder?.Change.Value
        );
}

/// <summary>A generated password, this once.</summary>
public sealed record ServiceAccountPasswordDto(
    string Username,
    [property: Description("It is erased with this answer.")] string Password,
    [property: Description("What clients set sasl.mechanism to with it; null: nobody manages the account any more.")]
        CredentialMechanism? Mechanism
);

/// <summary>Service accounts: listed and shown. Creating, rotating and deleting them is asked for as a change.</summary>
internal static class ServiceAccountRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var accounts = v1.MapGroup("/service-accounts").WithTags("Access");
        accounts
            .MapGet("", List)
            .WithName("listServiceAccounts")
            .WithSummary("Service accounts by cluster and name, filtered by the query");
        accounts
            .MapGet("/{cluster}/{name}", Get)
            .Refuses(404)
            .WithName("getServiceAccount")
            .WithSummary("A service account, as last seen");

        // Not by Idempotency-Key: the answer would be kept, and with it the password.
        accounts
            .MapPost("/{cluster}/{name}/password", Reveal)
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .Refuses(404)
            .WithName("revealPassword")
            .WithSummary("The generated password, once, for whoever requested it; it is erased then");
    }

    private static async Task<Ok<Page<ServiceAccountDto>>> List(
        string? environment,
        [Description("A cluster's name.")] string? cluster,
        [Description("The owning team's name.")] string? owner,
        [Description("A part of the name.")] string? search,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        ServiceAccountCatalogue accounts,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var filter = new ServiceAccountFilter(environment, cluster, owner, search);
        var rows = await accounts.Page(filter, after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, ServiceAccountDto.Of, row => $"{row.Cluster}/{row.Name}"));
    }

    private static async Task<Results<Ok<ServiceAccountDto>, ProblemHttpResult>> Get(
        string cluster,
        string name,
        ServiceAccountCatalogue accounts,
        CancellationToken stop
    ) =>
        await accounts.Get(cluster, PathPart.Name(name), stop) is { } found
            ? TypedResults.Ok(ServiceAccountDto.Of(found))
            : Problem.NotFound($"No service account {PathPart.Name(name)} is known on a cluster named {cluster}.");

    private static async Task<Results<Ok<ServiceAccountPasswordDto>, ProblemHttpResult>> Reveal(
        string cluster,
        string name,
        Me me,
        ClusterCatalogue clusters,
        ServiceAccountCatalogue accounts,
        CredentialShelf shelf,
        SecretVault vault,
        CancellationToken stop
    )
    {
        var mechanism = (await accounts.Get(cluster, name, stop))?.Spec?.Mechanism;
        return await clusters.On(
            cluster,
            id => shelf.Take(me.Caller, id, name, stop),
            plain => TypedResults.Ok(new ServiceAccountPasswordDto(name, vault.Open(plain), mechanism)),
            stop
        );
    }
}
