using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>How far something is that Flink does while others go on.</summary>
internal enum OperationProgress
{
    Unknown,
    UnderWay,
    Done,
    Failed,
}

/// <summary>What Flink answers to who asks how far it is.</summary>
internal static class FlinkOperation
{
    /// <returns>With why it failed, where it did.</returns>
    public static (OperationProgress Progress, string Words) Read(JsonElement body)
    {
        var status = body.TryGetProperty("status", out var s) ? FlinkJson.Text(s, "id") : "";
        var operation = body.TryGetProperty("operation", out var o) ? o : default;
        return operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty("failure-cause", out var cause)
                ? (OperationProgress.Failed, FlinkTrace.RootCause(FlinkJson.Text(cause, "stack-trace")))
            : status == "COMPLETED" ? (OperationProgress.Done, "")
            : (OperationProgress.UnderWay, "");
    }
}
