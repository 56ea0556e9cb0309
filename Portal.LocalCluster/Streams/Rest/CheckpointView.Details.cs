using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>One checkpoint by vertex. It is written while all subtasks rest, so every one takes the time of all.</summary>
internal static partial class CheckpointView
{
    private static readonly double[] Percentiles = [0.5, 0.9, 0.95, 0.99, 0.999];

    public static JsonObject? Detail(StreamJob job, long id)
    {
        if (Find(job, id) is not { } found)
        {
            return null;
        }

        var tasks = new JsonObject();
        foreach (var vertex in found.Vertices.Keys.Order(StringComparer.Ordinal))
        {
            tasks[vertex] = Task(found, vertex);
        }

        var entry = Entry(found);
        entry["tasks"] = tasks;
        return entry;
    }

    public static JsonObject? Subtasks(StreamJob job, long id, string vertex)
    {
        if (Find(job, id) is not { } found || !found.Vertices.TryGetValue(vertex, out _))
        {
            return null;
        }

        var subtasks = found.SubtasksOf(vertex);
        JsonObject Took() => Alone(subtasks.Select(_ => found.TookMs));
        JsonObject Nothing() => Alone(subtasks.Select(_ => 0L));
        var task = Task(found, vertex);
        task["summary"] = new JsonObject
        {
            ["checkpointed_size"] = Alone(subtasks.Select(each => each.Written)),
            ["state_size"] = Alone(subtasks.Select(each => each.State)),
            ["end_to_end_duration"] = Took(),
            ["checkpoint_duration"] = new JsonObject { ["sync"] = Took(), ["async"] = Nothing() },
            ["alignment"] = new JsonObject
            {
                ["buffered"] = Spread([]),
                ["processed"] = Nothing(),
                ["persisted"] = Nothing(),
                ["duration"] = Nothing(),
            },
            ["start_delay"] = Nothing(),
        };
        task["subtasks"] = new JsonArray([.. subtasks.Select((of, i) => Subtask(found, of, i))]);
        return task;
    }

    private static JsonObject Subtask(CheckpointRecord checkpoint, SubtaskBytes bytes, int index) =>
        new()
        {
            ["className"] = "completed",
            ["index"] = index,
            ["ack_timestamp"] = checkpoint.TriggeredMs + checkpoint.TookMs,
            ["end_to_end_duration"] = checkpoint.TookMs,
            ["checkpointed_size"] = bytes.Written,
            ["state_size"] = bytes.State,
            ["checkpoint"] = new JsonObject { ["sync"] = checkpoint.TookMs, ["async"] = 0 },
            ["alignment"] = new JsonObject
            {
                ["buffered"] = 0,
                ["processed"] = 0,
                ["persisted"] = 0,
                ["duration"] = 0,
            },
            ["start_delay"] = 0,
            ["unaligned_checkpoint"] = false,
            ["aborted"] = false,
            ["status"] = "completed",
        };

    private static CheckpointRecord? Find(StreamJob job, long id) =>
        job.Record.Checkpoints.FirstOrDefault(c => c.Id == id);

    private static JsonObject Task(CheckpointRecord checkpoint, string vertex) =>
        new()
        {
            ["id"] = checkpoint.Id,
            ["status"] = checkpoint.Failure is null ? "COMPLETED" : "FAILED",
            ["latest_ack_timestamp"] = checkpoint.TriggeredMs + checkpoint.TookMs,
            ["checkpointed_size"] = checkpoint.WrittenOf(vertex),
            ["state_size"] = checkpoint.Vertices[vertex],
            ["end_to_end_duration"] = checkpoint.TookMs,
            ["alignment_buffered"] = 0,
            ["processed_data"] = 0,
            ["persisted_data"] = 0,
            ["num_subtasks"] = checkpoint.SubtasksOf(vertex).Count,
            ["num_acknowledged_subtasks"] = checkpoint.Failure is null ? checkpoint.SubtasksOf(vertex).Count : 0,
        };

    /// <summary>Of subtasks Flink has no percentiles.</summary>
    private static JsonObject Alone(IEnumerable<long> values)
    {
        var spread = Spread(values);
        foreach (var part in spread.Select(p => p.Key).Where(name => name[0] == 'p').ToList())
        {
            spread[part] = "NaN";
        }

        return spread;
    }

    private static JsonObject Spread(IEnumerable<long> values)
    {
        var all = values.DefaultIfEmpty(0).Order().ToList();
        var spread = new JsonObject
        {
            ["min"] = all[0],
            ["max"] = all[^1],
            ["avg"] = (long)all.Average(),
        };
        foreach (var part in Percentiles)
        {
            var name = $"p{part.ToString(System.Globalization.CultureInfo.InvariantCulture)[2..].PadRight(2, '0')}";
            spread[name] = (double)all[(int)Math.Ceiling(part * all.Count) - 1];
        }

        return spread;
    }
}
