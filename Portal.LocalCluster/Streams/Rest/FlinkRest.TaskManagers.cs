using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>This process as the only task manager. Of memory it has one heap, so what Flink divides is in one place.</summary>
public static partial class FlinkRest
{
    private const int Megabyte = 1 << 20;

    /// <summary>Of a JVM's memory beside its heap, and of the network between task managers.</summary>
    private static readonly string[] OfJvm =
    [
        "nonHeapUsed",
        "nonHeapCommitted",
        "nonHeapMax",
        "directCount",
        "directUsed",
        "directMax",
        "mappedCount",
        "mappedUsed",
        "mappedMax",
        "nettyShuffleMemorySegmentsAvailable",
        "nettyShuffleMemorySegmentsUsed",
        "nettyShuffleMemorySegmentsTotal",
        "nettyShuffleMemoryAvailable",
        "nettyShuffleMemoryUsed",
        "nettyShuffleMemoryTotal",
    ];

    private static JsonObject TaskManagers(TaskSlots slots, StreamSettings settings, TimeProvider time) =>
        new() { ["taskmanagers"] = new JsonArray(Described(slots, settings, time)) };

    /// <summary>The one, as its own page shows it.</summary>
    public static JsonObject TaskManagerDetail(TaskSlots slots, StreamSettings settings, TimeProvider time)
    {
        var metrics = new JsonObject();
        foreach (var unknown in OfJvm)
        {
            metrics[unknown] = 0;
        }

        var memory = GC.GetGCMemoryInfo();
        metrics["heapUsed"] = GC.GetTotalMemory(forceFullCollection: false);
        metrics["heapCommitted"] = memory.TotalCommittedBytes;
        metrics["heapMax"] = memory.TotalAvailableMemoryBytes;
        metrics["garbageCollectors"] = new JsonArray(
            new JsonObject
            {
                ["name"] = ".NET",
                ["count"] = GC.CollectionCount(0),
                ["time"] = (long)GC.GetTotalPauseDuration().TotalMilliseconds,
            }
        );
        var detail = Described(slots, settings, time);
        detail["allocatedSlots"] = new JsonArray();
        detail["metrics"] = metrics;
        return detail;
    }

    private static JsonObject Described(TaskSlots slots, StreamSettings settings, TimeProvider time)
    {
        var memory = GC.GetGCMemoryInfo();
        var (heap, used) = (memory.TotalAvailableMemoryBytes, GC.GetTotalMemory(forceFullCollection: false));
        return new()
        {
            ["id"] = TaskManager,
            ["path"] = Endpoint,
            ["dataPort"] = -1,
            ["jmxPort"] = -1,
            ["timeSinceLastHeartbeat"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["slotsNumber"] = settings.Slots,
            ["freeSlots"] = slots.Free,
            ["totalResource"] = Resource(settings.Slots, settings),
            ["freeResource"] = Resource(slots.Free, settings),
            ["hardware"] = new JsonObject
            {
                ["cpuCores"] = Environment.ProcessorCount,
                ["physicalMemory"] = heap,
                ["freeMemory"] = heap - used,
                ["managedMemory"] = 0,
            },
            ["memoryConfiguration"] = new JsonObject
            {
                ["frameworkHeap"] = 0,
                ["taskHeap"] = heap,
                ["frameworkOffHeap"] = 0,
                ["taskOffHeap"] = 0,
                ["networkMemory"] = 0,
                ["managedMemory"] = 0,
                ["jvmMetaspace"] = 0,
                ["jvmOverhead"] = 0,
                ["totalFlinkMemory"] = heap,
                ["totalProcessMemory"] = heap,
            },
        };
    }

    private static JsonObject Resource(int slots, StreamSettings settings) =>
        new()
        {
            ["cpuCores"] = (double)Environment.ProcessorCount * slots / settings.Slots,
            ["taskHeapMemory"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte * slots / settings.Slots,
            ["taskOffHeapMemory"] = 0,
            ["managedMemory"] = 0,
            ["networkMemory"] = 0,
            ["extendedResources"] = new JsonObject(),
        };
}
