using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

public static partial class FlinkRest
{
    private static JsonObject Overview(StreamJobs jobs, TaskSlots slots, StreamSettings settings)
    {
        int In(params string[] states) => jobs.All.Count(j => states.Contains(j.Record.State));
        return new()
        {
            ["taskmanagers"] = 1,
            ["slots-total"] = settings.Slots,
            ["slots-available"] = slots.Free,
            ["jobs-running"] = jobs.All.Count(j => !j.Record.IsOver),
            ["jobs-finished"] = In(JobStates.Finished),
            ["jobs-cancelled"] = In(JobStates.Canceled),
            ["jobs-failed"] = In(JobStates.Failed),
            ["flink-version"] = GatewayApi.FlinkVersion,
            ["flink-commit"] = "local-cluster",
        };
    }

    private static JsonObject Config() =>
        new()
        {
            ["refresh-interval"] = 3000,
            ["timezone-name"] = "Coordinated Universal Time",
            ["timezone-offset"] = 0,
            ["flink-version"] = GatewayApi.FlinkVersion,
            ["flink-revision"] = "local cluster: for development and evaluation",
            ["features"] = new JsonObject
            {
                ["web-submit"] = false,
                ["web-cancel"] = true,
                ["web-rescale"] = false,
                ["web-history"] = false,
            },
        };
}
