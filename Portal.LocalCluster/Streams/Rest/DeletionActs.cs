using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>Savepoints deleted over REST. Each answer is Flink's.</summary>
internal static class DeletionActs
{
    public static void MapDeletions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            "/savepoint-disposal",
            (DisposalBody? body, SavepointDeletions deletions) =>
                body?.Path is { Length: > 0 } path
                    ? Results.Json(new JsonObject { ["request-id"] = deletions.Delete(path) })
                    : FlinkRest.Refused(400, "Field savepoint-path must not be omitted or be null.")
        );
        routes.MapGet(
            "/savepoint-disposal/{trigger}",
            (string trigger, SavepointDeletions deletions) =>
                deletions.Find(trigger) is (var failure, true)
                    ? JobActs.Operation(
                        isDone: true,
                        failure is null ? null : $"java.io.FileNotFoundException: {failure}",
                        []
                    )
                    : FlinkRest.Missing($"Operation not found under key: {trigger}")
        );
    }

    private sealed record DisposalBody([property: JsonPropertyName("savepoint-path")] string? Path);
}
