using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>What a Flink says of itself as a whole.</summary>
internal static class OverviewJson
{
    public static FlinkOverview Read(JsonElement body) =>
        new(
            FlinkJson.Text(body, "flink-version"),
            (int)(FlinkJson.Number(body, "taskmanagers") ?? 0),
            (int)(FlinkJson.Number(body, "slots-total") ?? 0),
            (int)(FlinkJson.Number(body, "slots-available") ?? 0)
        );
}
