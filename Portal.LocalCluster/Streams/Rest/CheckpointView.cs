using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>A job's checkpoints as Flink's REST API shows them.</summary>
internal static partial class CheckpointView
{
    public static JsonObject All(StreamJob job)
    {
        var record = job.Record;
        var good = record.Checkpoints.Where(c => c.Failure is null).ToList();
        return new()
        {
            ["counts"] = new JsonObject
            {
                ["restored"] = record.Restored,
                ["total"] = record.Completed + record.FailedCheckpoints,
                ["in_progress"] = 0,
                ["completed"] = record.Completed,
                ["failed"] = record.FailedCheckpoints,
            },
            ["summary"] = new JsonObject
            {
                ["checkpointed_size"] = Spread(good.Select(c => c.WrittenBytes)),
                ["state_size"] = Spread(good.Select(c => c.Bytes)),
                ["end_to_end_duration"] = Spread(good.Select(c => c.TookMs)),
                ["alignment_buffered"] = Spread([]),
                ["processed_data"] = Spread([]),
                ["persisted_data"] = Spread([]),
            },
            ["latest"] = new JsonObject
            {
                ["completed"] = good.Find(c => !c.IsSavepoint) is { } completed ? Entry(completed) : null,
                ["savepoint"] = record.Savepoint is { } savepoint ? Entry(savepoint) : null,
                ["failed"] = record.Checkpoints.FirstOrDefault(c => c.Failure is not null) is { } failed
                    ? Entry(failed)
                    : null,
                ["restored"] = record.RestoredFrom is { } from
                    ? new JsonObject
                    {
                        ["id"] = from.Id,
                        ["restore_timestamp"] = record.Since.GetValueOrDefault(JobStates.Running, from.TriggeredMs),
                        ["is_savepoint"] = from.IsSavepoint,
                        ["external_path"] = from.Path,
                    }
                    : null,
            },
            ["history"] = new JsonArray([.. record.Checkpoints.Select(Entry)]),
        };
    }

    public static JsonObject Config(StreamJob job) =>
        new()
        {
            ["mode"] = job.Options.CheckpointMode,
            ["interval"] = (long)(job.Options.CheckpointInterval?.TotalMilliseconds ?? long.MaxValue),
            ["timeout"] = (long)job.Options.CheckpointTimeout.TotalMilliseconds,
            ["min_pause"] = (long)job.Options.CheckpointPause.TotalMilliseconds,
            ["max_concurrent"] = 1,
            ["externalization"] = new JsonObject
            {
                ["enabled"] = true,
                ["delete_on_cancellation"] = !job.Options.KeepsCheckpoints,
            },
            ["state_backend"] = "HashMapStateBackend",
            ["checkpoint_storage"] = "FileSystemCheckpointStorage",
            ["unaligned_checkpoints"] = false,
            ["tolerable_failed_checkpoints"] = job.Options.TolerableFailedCheckpoints,
            ["aligned_checkpoint_timeout"] = 0,
            ["checkpoints_after_tasks_finish"] = true,
            ["state_changelog_enabled"] = false,
            ["changelog_periodic_materialization_interval"] = 600_000,
            ["changelog_storage"] = "memory",
        };

    private static int SubtasksOf(CheckpointRecord checkpoint) =>
        Math.Max(1, checkpoint.Vertices.Keys.Sum(vertex => checkpoint.SubtasksOf(vertex).Count));

    private static JsonObject Entry(CheckpointRecord checkpoint)
    {
        var entry = new JsonObject
        {
            ["className"] = checkpoint.Failure is null ? "completed" : "failed",
            ["id"] = checkpoint.Id,
            ["status"] = checkpoint.Failure is null ? "COMPLETED" : "FAILED",
            ["is_savepoint"] = checkpoint.IsSavepoint,
            ["savepointFormat"] = checkpoint.IsSavepoint ? "CANONICAL" : null,
            ["trigger_timestamp"] = checkpoint.TriggeredMs,
            ["latest_ack_timestamp"] = checkpoint.TriggeredMs + checkpoint.TookMs,
            ["checkpointed_size"] = checkpoint.WrittenBytes,
            ["state_size"] = checkpoint.Bytes,
            ["end_to_end_duration"] = checkpoint.TookMs,
            ["alignment_buffered"] = 0,
            ["processed_data"] = 0,
            ["persisted_data"] = 0,
            ["num_subtasks"] = SubtasksOf(checkpoint),
            ["num_acknowledged_subtasks"] = checkpoint.Failure is null ? SubtasksOf(checkpoint) : 0,
            ["checkpoint_type"] = checkpoint.IsSavepoint ? "SAVEPOINT" : "CHECKPOINT",
            ["tasks"] = new JsonObject(),
        };
        if (checkpoint.Failure is { } failure)
        {
            (entry["failure_timestamp"], entry["failure_message"]) = (
                checkpoint.TriggeredMs + checkpoint.TookMs,
                failure
            );
        }
        else
        {
            (entry["external_path"], entry["discarded"]) = (checkpoint.Path, false);
        }

        return entry;
    }
}
