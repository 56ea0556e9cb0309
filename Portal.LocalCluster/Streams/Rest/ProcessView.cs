using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>
/// JobManager and task manager as processes, for the pages that Flink's web UI has of them. Both are this one: what it logs goes where it was started, and of a
/// JVM there is nothing.
/// </summary>
internal static class ProcessView
{
    private const string Manager = "/taskmanagers/{manager}";

    private static readonly IResult NoFile = Results.Json(
        new JsonObject { ["errors"] = new JsonArray("This file does not exist in JobManager log dir.") },
        statusCode: 404
    );

    public static void MapProcesses(this IEndpointRouteBuilder routes)
    {
        MapParts(routes, "/jobmanager", _ => null, NoFile);
        MapParts(
            routes,
            Manager,
            NoManager,
            FlinkRest.Internal(
                $"org.apache.flink.util.FlinkException: Failed to transfer file from TaskExecutor {FlinkRest.TaskManager}."
            )
        );
        routes.MapGet("/jobmanager/environment", Environment);
        routes.MapGet(
            Manager,
            (string manager, TaskSlots slots, StreamSettings settings, TimeProvider time) =>
                NoManager(manager) ?? Results.Json(FlinkRest.TaskManagerDetail(slots, settings, time))
        );
    }

    public static void MapProcessesOf(RouteGroupBuilder job)
    {
        void Map(string route, Func<HttpRequest, StreamJobs, string, JsonNode> view) =>
            job.MapGet(
                route,
                (string id, HttpRequest request, StreamJobs jobs, string? manager) =>
                    FlinkRest.With(jobs, id, _ => view(request, jobs, manager ?? ""))
            );
        Map("/jobmanager/config", (_, jobs, _) => FlinkRest.Configuration(jobs));
        Map("/jobmanager/environment", (_, _, _) => Environment());
        Map("/jobmanager/log-url", (request, _, _) => Page(request, "job-manager"));
        Map($"{Manager}/log-url", (request, _, manager) => Page(request, $"task-manager/{manager}"));
    }

    /// <param name="absent">The answer where there is no such process.</param>
    private static void MapParts(
        IEndpointRouteBuilder routes,
        string process,
        Func<string, IResult?> absent,
        IResult noFile
    )
    {
        void Map(string route, Func<string?, IResult> answer) =>
            routes.MapGet(process + route, (string? manager, string? get) => absent(manager ?? "") ?? answer(get));
        Map("/metrics", get => Results.Json(MetricsView.Of(Metrics(), get)));
        Map("/logs", _ => Results.Json(new JsonObject { ["logs"] = new JsonArray() }));
        Map("/thread-dump", _ => Results.Json(new JsonObject { ["threadInfos"] = new JsonArray() }));
        foreach (var file in (string[])["/log", "/stdout", "/logs/{file}"])
        {
            Map(file, _ => noFile);
        }
    }

    private static IResult? NoManager(string id) =>
        id == FlinkRest.TaskManager
            ? null
            : FlinkRest.Internal(
                $"org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException: No TaskExecutor registered under {id}."
            );

    private static JsonObject Environment() =>
        new()
        {
            ["jvm"] = new JsonObject
            {
                ["version"] = $"none: {RuntimeInformation.FrameworkDescription}",
                ["arch"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
                ["options"] = new JsonArray(),
            },
            ["classpath"] = new JsonArray(),
        };

    private static JsonObject Page(HttpRequest request, string of) =>
        new() { ["url"] = $"{request.Scheme}://{request.Host}/#/{of}/logs" };

    private static Dictionary<string, double> Metrics()
    {
        var memory = GC.GetGCMemoryInfo();
        return new(StringComparer.Ordinal)
        {
            ["Status.JVM.Memory.Heap.Used"] = GC.GetTotalMemory(forceFullCollection: false),
            ["Status.JVM.Memory.Heap.Committed"] = memory.TotalCommittedBytes,
            ["Status.JVM.Memory.Heap.Max"] = memory.TotalAvailableMemoryBytes,
        };
    }
}
