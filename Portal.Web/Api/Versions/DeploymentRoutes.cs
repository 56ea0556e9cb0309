using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Versions;
using Portal.Web.Identity;

namespace Portal.Web.Api.Versions;

/// <summary>A process of the portal that has connections to the store.</summary>
public sealed record ProcessDto(
    [property: Description("portal-web or portal-workers.")] string Program,
    [property: Description("With the first characters of the commit it was built from, where it knows it.")]
        string Version,
    string Host,
    DateTimeOffset StartedAt,
    [property: Description("When one of its connections last did something; null: unknown.")] DateTimeOffset? SeenAt,
    [property: Description("To the store.")] int Connections,
    [property: Description(
        "How far its host's clock is ahead of the store's, in seconds, negative when it is behind; null: no more than a few seconds, as far as known."
    )]
        double? ClockAheadSeconds
);

/// <summary>Which versions run here, and the schema of their store.</summary>
public sealed record DeploymentDto(
    [property: Description("Of the process that answers.")] string Version,
    [property: Description("The migration that was applied last; null: none was.")] string? NewestMigration,
    DateTimeOffset? MigratedAt,
    [property: Description("How many migrations the store has.")] int Migrations,
    [property: Description("Those that this version would apply, in order.")] IReadOnlyList<string> MigrationsToApply,
    [property: Description("Those that a newer version applied.")] IReadOnlyList<string> NewerMigrations,
    [property: Description("PostgreSQL's version.")] string Server,
    [property: Description("Known by their connections to the store: one that has none isn't listed.")]
        IReadOnlyList<ProcessDto> Processes
)
{
    public static DeploymentDto Of(Deployment found) =>
        new(
            found.Version,
            found.Newest?.Name,
            found.Newest?.AppliedAt,
            found.Applied,
            found.Missing,
            found.Beyond,
            found.Server,
            [
                .. found.Processes.Select(one => new ProcessDto(
                    one.Process.Program,
                    one.Process.Version,
                    one.Process.Host,
                    one.Process.StartedAt,
                    one.SeenAt,
                    one.Connections,
                    one.Clock?.Ahead.TotalSeconds
                )),
            ]
        );
}

/// <summary>What runs here.</summary>
internal static class DeploymentRoutes
{
    public static void Map(RouteGroupBuilder v1) =>
        v1.MapGet("/version", Get)
            .WithTags("Places")
            .WithName("getVersion")
            .WithSummary("Versions of the processes that run, the store's schema, and what this version would migrate");

    private static async Task<Results<Ok<DeploymentDto>, ProblemHttpResult>> Get(
        DeploymentReading deployment,
        Me me,
        CancellationToken stop
    ) => (await deployment.Read(me.Caller, stop)).Answer(found => TypedResults.Ok(DeploymentDto.Of(found)));
}
