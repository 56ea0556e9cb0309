using System.Reflection;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Registry;

/// <summary>Which registry this is. The version ends in "-portal", as Confluent's own ends in the name of the edition.</summary>
internal static class MetadataRoutes
{
    // "0.9.0+commit": the build adds the commit where there is one.
    private static readonly string[] Built = typeof(MetadataRoutes)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+');

    public static void MapMetadata(this IEndpointRouteBuilder routes, Func<string> kafka)
    {
        routes.MapGet(
            "/v1/metadata/version",
            () => Answer.Of(new VersionView($"{Built[0]}-portal", Built.Length > 1 ? Built[1] : "")).AsHttp()
        );
        routes.MapGet("/v1/metadata/id", () => Answer.Of(new ServerView("", new([], new(kafka())))).AsHttp());
    }

    private sealed record VersionView(
        [property: JsonPropertyName("version")] string Version,
        [property: JsonPropertyName("commitId")] string Commit
    );

    private sealed record ServerView(
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("scope")] ScopeView Scope
    );

    private sealed record ScopeView(
        [property: JsonPropertyName("path")] string[] Path,
        [property: JsonPropertyName("clusters")] ClustersView Clusters
    );

    private sealed record ClustersView(
        [property: JsonPropertyName("kafka-cluster")] string Kafka,
        [property: JsonPropertyName("schema-registry-cluster")] string Registry = "schema-registry"
    );
}
