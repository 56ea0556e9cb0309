using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>A run's checkpoints as Flink's REST API tells them.</summary>
internal static class CheckpointJson
{
    private const double MostMilliseconds = 1e12;
    private const int MostCheckpoints = 20;

    public static FlinkCheckpoints Read(JsonElement body)
    {
        var counts = body.TryGetProperty("counts", out var c) ? c : default;
        var latest = body.TryGetProperty("latest", out var l) ? l : default;
        return new(
            (int)(FlinkJson.Number(counts, "completed") ?? 0),
            (int)(FlinkJson.Number(counts, "failed") ?? 0),
            Recent(body, latest),
            Path(latest, "restored"),
            Path(latest, "savepoint") is { } path
                ? new(
                    path,
                    FlinkJson.Number(latest.GetProperty("savepoint"), "state_size") is { } bytes ? (long)bytes : null,
                    (long?)FlinkJson.Number(latest.GetProperty("savepoint"), "id")
                )
                : null
        );
    }

    /// <summary>Out of a run's checkpoint configuration.</summary>
    public static CheckpointSettings Settings(JsonElement body) =>
        new(
            Mode(body),
            // Flink has the longest number there is for never.
            FlinkJson.Number(body, "interval")
                is > 0
                    and < MostMilliseconds
                    and var interval
                ? TimeSpan.FromMilliseconds(interval)
                : null,
            DeletesWhenCancelled(body)
        );

    private static CheckpointMode? Mode(JsonElement body) =>
        FlinkJson.Text(body, "mode").ToUpperInvariant() switch
        {
            "EXACTLY_ONCE" => CheckpointMode.ExactlyOnce,
            "AT_LEAST_ONCE" => CheckpointMode.AtLeastOnce,
            _ => null,
        };

    // Without "enabled" it keeps them for its own recovery only.
    private static bool? DeletesWhenCancelled(JsonElement body)
    {
        var kept = body.TryGetProperty("externalization", out var e) ? e : default;
        return (Flag(kept, "enabled"), Flag(kept, "delete_on_cancellation")) switch
        {
            (false, _) or (_, true) => true,
            (true, false) => false,
            _ => null,
        };
    }

    private static bool? Flag(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var flag)
            ? flag.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    // Its history is short: where only failures and savepoints are left of it, the last that was completed is still known by itself.
    private static ImmutableArray<JobCheckpoint> Recent(JsonElement body, JsonElement latest)
    {
        ImmutableArray<JobCheckpoint> history =
        [
            .. FlinkJson.List(body, "history").Take(MostCheckpoints).Select(Checkpoint),
        ];
        return
            history.All(c => c.IsSavepoint || c.Status != JobCheckpoint.Completed)
            && latest.ValueKind == JsonValueKind.Object
            && latest.TryGetProperty("completed", out var completed)
            && completed.ValueKind == JsonValueKind.Object
            && Checkpoint(completed) is var last
            && history.All(c => c.Id != last.Id)
            ? history.Add(last)
            : history;
    }

    private static string? Path(JsonElement latest, string which) =>
        latest.ValueKind == JsonValueKind.Object
        && latest.TryGetProperty(which, out var it)
        && FlinkJson.Text(it, "external_path") is { Length: > 0 } path
            ? path
            : null;

    private static JobCheckpoint Checkpoint(JsonElement body)
    {
        var isOver = FlinkJson.Text(body, "status") != JobCheckpoint.InProgress;
        return new(
            (long)(FlinkJson.Number(body, "id") ?? 0),
            FlinkJson.Time(body, "trigger_timestamp") ?? DateTimeOffset.UnixEpoch,
            isOver && FlinkJson.Number(body, "end_to_end_duration") is >= 0 and var took
                ? TimeSpan.FromMilliseconds(took)
                : null,
            isOver && FlinkJson.Number(body, "state_size") is { } bytes ? (long)bytes : null,
            body.TryGetProperty("is_savepoint", out var savepoint) && savepoint.ValueKind == JsonValueKind.True,
            FlinkJson.Text(body, "status"),
            FlinkJson.Text(body, "failure_message") is { Length: > 0 } failure ? FlinkTrace.RootCause(failure) : null
        );
    }
}
