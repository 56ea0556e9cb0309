using System.Net;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>What goes wrong with a Flink, sorted: what was done, and whether the same call may succeed later.</summary>
internal static class FlinkFaults
{
    private const string Cause = "Caused by: ";
    private const string ServerSide = "Exception on server side:";
    private const int LongestWords = 600;

    // What Flink and its planner wrap what they have to say in.
    private static readonly string[] Wrappers =
    [
        "Failed to fetchResults",
        "Failed to execute the operation",
        "Failed to execute sql",
        "Could not execute",
        "SQL validation failed. ",
        "SQL parse failed. ",
    ];

    /// <summary>The answer, where it is one that its caller understands: fine, not there, refused for what was sent.</summary>
    public static FlinkAnswer Sorted(string what, FlinkAnswer answer, bool isAct) =>
        answer switch
        {
            { IsFine: true, Body.ValueKind: JsonValueKind.Undefined } => throw new EngineException(
                EngineFault.Final,
                $"Something else answers than {Lower(what)}. Check the address on the cluster's page."
            ),
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => throw new EngineException(
                EngineFault.Final,
                $"{what} refuses the portal's user. Check user and password on the cluster's page."
            ),
            {
                Status: HttpStatusCode.TooManyRequests
                    or HttpStatusCode.RequestTimeout
                    or HttpStatusCode.ServiceUnavailable
            } => throw new EngineException(
                EngineFault.Transient,
                $"{what} isn't ready: {Or(answer.Words, "it says so")}."
            ),
            { Status: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => throw new EngineException(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"What stands before {Lower(what)} got no answer from it."
            ),
            _ => answer,
        };

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

    /// <summary>What an answer with errors has to say: of each stack trace its last cause, which tells what happened.</summary>
    public static string Words(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("errors", out var errors)
        && errors.ValueKind == JsonValueKind.Array
            ? errors
                .EnumerateArray()
                .Select(error => RootCause(error.GetString() ?? ""))
                .LastOrDefault(words => words.Length > 0)
                ?? ""
            : "";

    /// <summary>The line of a stack trace that tells most: where a place in a statement is named, that one, else the last cause.</summary>
    public static string RootCause(string trace)
    {
        var lines = trace.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var causes = lines
            .Where(line => line.StartsWith(Cause, StringComparison.Ordinal))
            .Select(line => line[Cause.Length..])
            .ToList();
        if (causes.Count == 0)
        {
            causes =
            [
                .. lines
                    .Where(line =>
                        !line.StartsWith("at ", StringComparison.Ordinal)
                        && !line.Contains(ServerSide, StringComparison.Ordinal)
                    )
                    .Take(1),
            ];
        }

        var telling =
            causes.FindLast(cause => cause.Contains("line ", StringComparison.OrdinalIgnoreCase))
            ?? causes.LastOrDefault()
            ?? "";
        return EngineText.Words(Cut(WithoutClass(telling)));
    }

    private static string WithoutClass(string cause)
    {
        var colon = cause.IndexOf(": ", StringComparison.Ordinal);
        var words = colon > 0 && !cause[..colon].Contains(' ', StringComparison.Ordinal) ? cause[(colon + 2)..] : cause;
        foreach (var wrapper in Wrappers)
        {
            words = words.StartsWith(wrapper, StringComparison.Ordinal) ? words[wrapper.Length..] : words;
        }

        return words;
    }

    private static string Cut(string words) => words.Length > LongestWords ? $"{words[..LongestWords]}…" : words;

    private static string Lower(string what) => $"{char.ToLowerInvariant(what[0])}{what[1..]}";

    private static string Or(string words, string other) => words.Length > 0 ? words.TrimEnd('.') : other;
}
