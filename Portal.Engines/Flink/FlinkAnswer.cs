using System.Net;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>What Flink answered.</summary>
/// <param name="Words">What it has against the request, its root cause; empty when nothing.</param>
internal sealed record FlinkAnswer(HttpStatusCode Status, JsonElement Body, string Words)
{
    /// <summary>It is the failure of a statement or of a program, which is told with the status of a failure of Flink's own.</summary>
    public bool IsOfWhatRuns { get; init; }

    public bool IsFine => (int)Status is >= 200 and < 300;

    /// <summary>It leads elsewhere. Flink itself answers so to http:// once its REST API has TLS; else it is a proxy's.</summary>
    public bool IsRedirect => Status is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest;

    /// <summary>It is another server's, such as a proxy's: Flink answers in JSON, with errors where something isn't there.</summary>
    public bool IsOfAnother =>
        Status switch
        {
            HttpStatusCode.NotFound => Body.ValueKind != JsonValueKind.Object || !Body.TryGetProperty("errors", out _),
            _ => IsFine && Body.ValueKind == JsonValueKind.Undefined,
        };
}
