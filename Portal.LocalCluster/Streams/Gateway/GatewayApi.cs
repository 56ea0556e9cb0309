using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>Flink's SQL Gateway, REST endpoint versions 1 to 4. Errors are Flink's: 500 with a stack trace.</summary>
public static partial class GatewayApi
{
    private static readonly string[] Versions = ["V1", "V2", "V3", "V4"];

    /// <summary>What it says it is: clients go by it.</summary>
    public const string FlinkVersion = "2.2.0";

    public static void MapSqlGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api_versions", () => new { versions = Versions });
        routes.MapGet("/info", Info);
        foreach (var version in Versions)
        {
            Map(routes, version.ToLowerInvariant());
        }
    }

    private const string NotCancelled = "Failed to cancelOperation.";

    private static IResult Closed() => Results.Json(new { status = "CLOSED" });

    private static void Map(IEndpointRouteBuilder routes, string version)
    {
        routes.MapGet($"/{version}/info", Info);
        routes.MapPost(
            $"/{version}/sessions",
            (OpenRequest? request, GatewaySessions sessions) => Opened(request?.Properties ?? [], sessions)
        );
        var session = routes.MapGroup($"/{version}/sessions/{{handle}}");
        session.MapGet(
            "",
            (string handle, GatewaySessions sessions) =>
                With(sessions, handle, s => Results.Json(new { properties = s.Options }), "Failed to getSessionConfig.")
        );
        session.MapDelete(
            "",
            (string handle, GatewaySessions sessions) =>
                sessions.Close(handle) ? Closed() : With(sessions, handle, _ => Closed(), "Failed to closeSession.")
        );
        session.MapPost(
            "/heartbeat",
            (string handle, GatewaySessions sessions) =>
                With(sessions, handle, s => Results.Json(new { }), "Failed to triggerHeartbeat.")
        );
        session.MapPost(
            "/statements",
            (string handle, StatementRequest request, GatewaySessions sessions) =>
                With(sessions, handle, s => Results.Json(new { operationHandle = s.Execute(request.Statement) }))
        );
        session.MapPost(
            "/configure-session",
            (string handle, StatementRequest request, GatewaySessions sessions) =>
                With(sessions, handle, s => Configured(s, request.Statement))
        );
        if (!version.Equals(Versions[0], StringComparison.OrdinalIgnoreCase))
        {
            session.MapGet(
                "/complete-statement",
                (string handle, [FromBody] CompletionRequest request, GatewaySessions sessions) =>
                    With(
                        sessions,
                        handle,
                        s => Results.Json(new { candidates = s.Complete(request.Statement, request.Position) })
                    )
            );
        }

        var operation = session.MapGroup("/operations/{id}");
        operation.MapGet(
            "/status",
            (string handle, string id, GatewaySessions sessions) =>
                With(
                    sessions,
                    handle,
                    id,
                    (_, o) => Results.Json(new { status = StatusOf(o) }),
                    "Failed to getOperationInfo."
                )
        );
        operation.MapPost(
            "/cancel",
            (string handle, string id, GatewaySessions sessions) =>
                With(
                    sessions,
                    handle,
                    id,
                    (_, o) =>
                        Failure(
                            NotCancelled,
                            $"Failed to convert the Operation Status from {StatusOf(o)} to CANCELED for {id}."
                        ),
                    NotCancelled
                )
        );
        operation.MapDelete(
            "/close",
            (string handle, string id, GatewaySessions sessions) =>
                With(
                    sessions,
                    handle,
                    s =>
                    {
                        s.Close(id);
                        return Closed();
                    },
                    "Failed to closeOperation."
                )
        );
        operation.MapGet(
            "/result/{token:long}",
            (string handle, string id, long token, GatewaySessions sessions) =>
                With(
                    sessions,
                    handle,
                    id,
                    (_, o) =>
                        Page(
                            o,
                            token,
                            $"/{version}/sessions/{handle}/operations/{id}/result/{(token + 1).ToString(CultureInfo.InvariantCulture)}?rowFormat=JSON"
                        )
                )
        );
    }
}
