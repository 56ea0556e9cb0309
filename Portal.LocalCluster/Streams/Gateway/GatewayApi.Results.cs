using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

public static partial class GatewayApi
{
    private static IResult Info() => Results.Json(new { productName = "Apache Flink", version = FlinkVersion });

    private static IResult Page(Operation operation, long token, string next)
    {
        if (operation.Error is { } error)
        {
            return Json(500, GatewayAnswers.Failed(operation, error));
        }

        if (operation.Live is not { } live)
        {
            var isFirst = token == 0 && operation.Rows.Count > 0;
            return Results.Json(
                GatewayAnswers.Page(operation, next, isFirst ? [.. operation.Rows.Select(Change.Insert)] : null)
            );
        }

        if (!live.Has(token))
        {
            return Json(
                500,
                GatewayAnswers.Trace(
                    "Failed to fetchResults.",
                    $"org.apache.flink.table.gateway.api.utils.SqlGatewayException: Expecting token to be {live.Tokens}, but found {token}."
                )
            );
        }

        var rows = live.Page(token);
        return
            rows is null
            && live.Job.Record.Failures is [var failure, ..]
            && live.Job.Record.State == Jobs.JobStates.Failed
            ? Json(500, GatewayAnswers.Failed(operation, new Sql.SqlException(failure.Words, failure.ExceptionClass)))
            : Results.Json(GatewayAnswers.Page(operation, next, rows));
    }

    // A statement has run when its call returns: there is nothing left to cancel, as of Flink's operations that have a result.
    private static string StatusOf(Operation operation) => operation.Error is null ? "FINISHED" : "ERROR";

    private static IResult Configured(GatewaySession session, string statement) =>
        session.Configure(statement) is { Error: { } error } failed
            ? Json(500, GatewayAnswers.Failed(failed, error))
            : Results.Json(new { });

    private static IResult Opened(Dictionary<string, string> properties, GatewaySessions sessions)
    {
        try
        {
            return Results.Json(new { sessionHandle = sessions.Open(properties) });
        }
        catch (Sql.SqlException refused)
        {
            return Json(
                500,
                GatewayAnswers.Trace("Failed to openSession.", $"{refused.ExceptionClass}: {refused.Message}")
            );
        }
    }

    /// <param name="failed">How the route names its failure, such as <c>Failed to closeSession.</c>; null: as it comes.</param>
    private static IResult With(
        GatewaySessions sessions,
        string handle,
        Func<GatewaySession, IResult> act,
        string? failed = null
    )
    {
        if (sessions.Find(handle) is not { } session)
        {
            return Guid.TryParseExact(handle, "D", out _)
                ? Failure(failed, $"Session '{handle}' does not exist.")
                : Rest.FlinkRest.Refused(
                    400,
                    $"Bad request, could not parse parameters: Cannot resolve path parameter (session_handle) from value \"{handle}\"."
                );
        }

        session.Touch();
        return act(session);
    }

    private static IResult With(
        GatewaySessions sessions,
        string handle,
        string id,
        Func<GatewaySession, Operation, IResult> act,
        string? failed = null
    ) =>
        With(
            sessions,
            handle,
            session =>
                session.Find(id) is { } operation
                    ? act(session, operation)
                    : Failure(failed, $"Can not find the submitted operation in the OperationManager with the {id}."),
            failed
        );

    private static IResult Failure(string? failed, string words) =>
        failed is null
            ? Json(500, GatewayAnswers.Trace(words))
            : Rest.FlinkRest.Refused(
                500,
                $"{failed}\nCaused by: org.apache.flink.table.gateway.api.utils.SqlGatewayException: {words}"
            );

    private static IResult Json(int status, JsonObject body) => Results.Json(body, statusCode: status);

    private sealed record OpenRequest(string? SessionName, Dictionary<string, string>? Properties);

    private sealed record StatementRequest(string Statement);

    private sealed record CompletionRequest(string Statement, int Position);
}
