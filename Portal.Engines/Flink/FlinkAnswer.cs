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
}
