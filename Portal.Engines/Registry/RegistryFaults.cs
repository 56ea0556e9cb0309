using System.Net;
using System.Text.Json;

namespace Portal.Engines.Registry;

/// <summary>What goes wrong with a registry, sorted: what was done, and whether the same call may succeed later.</summary>
internal static class RegistryFaults
{
    /// <summary>The answer, where it is one that its caller understands: fine, missing, refused for what was sent.</summary>
    public static RegistryAnswer Sorted(string where, RegistryAnswer answer, bool isAct) =>
        answer switch
        {
            // What stands before it may do so for a moment, while the registry runs on.
            { IsFine: true, Body.ValueKind: JsonValueKind.Undefined }
            or { Status: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } =>
                throw new EngineException(
                    EngineFault.Transient,
                    $"Something else than a schema registry answers at {where}. Check the address on the cluster's page."
                ),
            { IsFine: true } or { IsMissing: true } => answer,
            // How it is reached can be mended while work waits, so that is transient, as it is on Kafka.
            { Status: HttpStatusCode.Unauthorized } => throw new EngineException(
                EngineFault.Transient,
                $"The registry at {where} refuses the portal's sign-in. Check user and password, or the token or client certificate, on the cluster's page.{MessageOf(answer)}"
            )
            {
                IsSignInRefused = true,
            },
            { Status: HttpStatusCode.Forbidden } => throw new EngineException(
                EngineFault.Final,
                $"The registry at {where} doesn't allow this to the portal's user. Whoever runs the registry can allow it.{MessageOf(answer)}"
            )
            {
                IsSignInRefused = true,
            },
            { Status: HttpStatusCode.TooManyRequests } => throw new EngineException(
                EngineFault.Transient,
                $"The registry at {where} is busy{Again(answer)}.{MessageOf(answer)}"
            )
            {
                IsBusy = true,
                RetryAfter = answer.RetryAfter,
            },
            { Status: HttpStatusCode.RequestTimeout } => throw new EngineException(
                EngineFault.Transient,
                $"The registry at {where} is busy.{MessageOf(answer)}"
            ),
            { Status: >= HttpStatusCode.InternalServerError } => throw new EngineException(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"The registry at {where} failed with status {(int)answer.Status}.{MessageOf(answer)}"
            )
            {
                RetryAfter = answer.RetryAfter,
            },
            _ => answer,
        };

    public static EngineException Silent(string where, TimeSpan within, bool isAct) =>
        new(
            isAct ? EngineFault.Unknown : EngineFault.Transient,
            $"The registry at {where} did not answer within {within.TotalSeconds:0}\u00A0s."
        );

    public static EngineException Broken(string where, HttpRequestException broken, bool isAct) =>
        broken switch
        {
            { InnerException: EngineException refused } => refused,
            { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } => new(
                EngineFault.Transient,
                $"The registry at {where} can't be reached.",
                broken
            ),
            { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
                EngineFault.Transient,
                $"No secure connection to the registry at {where}: its certificate isn't trusted here, or it speaks no TLS.",
                broken
            ),
            { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
                EngineFault.Final,
                $"The registry at {where} answers with more than the portal reads.",
                broken
            ),
            _ => new(
                isAct ? EngineFault.Unknown : EngineFault.Transient,
                $"The connection to the registry at {where} broke.",
                broken
            ),
        };

    /// <summary>JSON of another shape than a registry's.</summary>
    public static EngineException OfAnother() =>
        new(
            EngineFault.Transient,
            "Something else than a schema registry answers. Check the address on the cluster's page."
        );

    /// <summary>Refused for good, in the registry's own words; transient where they aren't its own.</summary>
    public static EngineException Refused(string what, RegistryAnswer answer) =>
        answer.IsOfAnother
            ? new(
                EngineFault.Transient,
                $"Something else than a schema registry answers, with status {(int)answer.Status}. Check the address on the cluster's page."
            )
            : new(
                EngineFault.Final,
                $"The registry refuses to {what}: {(answer.Words.Length > 0 ? answer.Words.TrimEnd('.') : $"status {(int)answer.Status}")}."
            );

    private static string MessageOf(RegistryAnswer answer) =>
        answer.Words.Length > 0 ? $" Its message: {answer.Words}" : "";

    private static string Again(RegistryAnswer answer) =>
        answer.RetryAfter is { } wait ? $" and takes further calls in {Math.Ceiling(wait.TotalSeconds):0}\u00A0s" : "";
}
