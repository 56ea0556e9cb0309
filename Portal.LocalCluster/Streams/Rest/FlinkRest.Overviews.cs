using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

public static partial class FlinkRest
{
    private static int Free(StreamJobs jobs, StreamSettings settings) =>
        Math.Max(0, settings.Slots - jobs.All.Where(j => !j.Record.IsOver).Sum(j => j.Options.Parallelism));

    private static JsonObject Overview(StreamJobs jobs, StreamSettings settings)
    {
        int In(params string[] states) => jobs.All.Count(j => states.Contains(j.Record.State));
        return new()
        {
            ["taskmanagers"] = 1,
            ["slots-total"] = settings.Slots,
            ["slots-available"] = Free(jobs, settings),
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

    private static JsonObject TaskManagers(StreamJobs jobs, StreamSettings settings) =>
        new()
        {
            ["taskmanagers"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = TaskManager,
                    ["path"] = "in this process",
                    ["slotsNumber"] = settings.Slots,
                    ["freeSlots"] = Free(jobs, settings),
                }
            ),
        };
}
