using System.Net;

namespace Portal.Engines.Flink;

/// <summary>What goes wrong with a Flink, sorted: what was done, and whether the same call may succeed later.</summary>
internal static class FlinkFaults
{
    private static readonly string[] OnTheWay =
    [
        "timeout",
        "timed out",
        "connect",
        "closed",
        "unavailable",
        "unreachable",
        "leader",
    ];

    private static readonly string[] NotReady =
    [
        "not all required tasks",
        "not being executed",
        "initializing",
        "not running",
        "JobMaster",
        .. OnTheWay,
    ];

    /// <summary>The answer, where it is one that its caller understands: fine, not there, refused for what was sent.</summary>
    public static FlinkAnswer Sorted(string what, FlinkAnswer answer, bool isAct) =>
        answer switch
        {
            { IsRedirect: true } => throw new EngineException(
                EngineFault.Transient,
                $"{what} redirects. Check http or https in its address on the cluster's page."
            ),
            // What stands before it may do so for a moment, while Flink runs on.
            { IsOfAnother: true } => throw new EngineException(
                EngineFault.Transient,
                $"Something else answers than {Lower(what)}. Check the address on the cluster's page."
            ),
            // A sign-in that is refused can be mended while work waits, or mends itself as a proxy takes its new tokens.
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => throw new EngineException(
                EngineFault.Transient,
                $"{what} refuses the portal's sign-in. Check user and password, or the token or client certificate, on the cluster's page."
            )
            {
                IsSignInRefused = true,
            },
            {
                Status: HttpStatusCode.TooManyRequests
                    or HttpStatusCode.RequestTimeout
                    or HttpStatusCode.ServiceUnavailable
            } => throw new EngineException(
                EngineFault.Transient,
                $"{what} isn't ready: {Or(answer.Words, "it says so")}."
            ),
            { IsFine: false } when IsForgotten(answer.Words) => throw new EngineException(
                EngineFault.Transient,
                $"{what} no longer knows the session: it was restarted, or the session expired."
            ),
            { Status: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => throw new EngineException(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"What stands before {Lower(what)} got no answer from it."
            ),
            { Status: HttpStatusCode.InternalServerError, IsOfWhatRuns: false } => throw new EngineException(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"{what} failed: {Or(answer.Words, "it gave no reason")}."
            ),
            _ => answer,
        };

    // As a SQL Gateway says it in the place where it would say what is wrong with a statement.
    private static bool IsForgotten(string words) =>
        words.StartsWith("Can not find the submitted operation", StringComparison.Ordinal)
        || (
            words.StartsWith("Session '", StringComparison.Ordinal)
            && words.EndsWith("does not exist.", StringComparison.Ordinal)
        );

    /// <summary>Whether a failure is of the way to the JobManager, which may have done what was requested all the same.</summary>
    public static bool IsLost(string words) => Any(OnTheWay, words);

    /// <summary>Whether a job, or its JobManager, only isn't ready for what was requested.</summary>
    public static bool IsNotReady(string words) => Any(NotReady, words);

    public static EngineException Silent(string what, TimeSpan within, bool isAct) =>
        new(
            isAct ? EngineFault.Unknown : EngineFault.Transient,
            $"{what} did not answer within {within.TotalSeconds:0}\u00A0s."
        );

    public static EngineException Broken(string what, HttpRequestException broken, bool isAct) =>
        broken switch
        {
            { InnerException: EngineException refused } => refused,
            { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } => new(
                EngineFault.Transient,
                $"{what} can't be reached.",
                broken
            ),
            { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
                EngineFault.Transient,
                $"No secure connection to {Lower(what)}: its certificate isn't trusted here, or it speaks no TLS.",
                broken
            ),
            { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
                EngineFault.Final,
                $"{what} answers with more than the portal reads.",
                broken
            ),
            _ => new(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"The connection to {Lower(what)} broke.",
                broken
            ),
        };

    private static bool Any(string[] parts, string words) =>
        Array.Exists(parts, part => words.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static string Lower(string what) => $"{char.ToLowerInvariant(what[0])}{what[1..]}";

    private static string Or(string words, string other) => words.Length > 0 ? words.TrimEnd('.') : other;
}
