using Portal.Core.Wording;

namespace Portal.Core.FlinkClusters.Facts;

/// <summary>Where jobs keep their state, while they run and afterwards.</summary>
internal static class StateFacts
{
    private const string WorkerFolders = "worker-folders";

    public static IEnumerable<FlinkFact> Of(FlinkSight sight)
    {
        yield return Checkpoints(sight);
        yield return sight.Settings.Savepoints is { } savepoints
            ? FlinkFact.Fine("savepoint-storage", $"Savepoints are kept in {savepoints}")
            : FlinkFact.Missing(
                "savepoint-storage",
                "No folder for savepoints",
                "Jobs can't be stopped with a savepoint, so no version can go on from the one before.",
                "Set execution.checkpointing.savepoint-dir."
            );
        yield return Folders(sight.Folders);
        // The portal sets it with each job (JobSettings), so Flink's default counts only for the jobs of others.
        yield return FlinkFact.Fine(
            "checkpoint-retention",
            sight.Settings.RetainedCheckpoints is { } count and not "1"
                ? $"The newest {count} checkpoints are retained"
                : "The newest checkpoint is retained",
            "The portal sets for each job that it stays after a cancel and after a failure."
        );
        yield return Backend(sight.Settings);
    }

    private static FlinkFact Checkpoints(FlinkSight sight)
    {
        const string Name = "checkpoint-storage";
        return sight.Settings switch
        {
            { KeepsCheckpointsInMemory: true } or { Checkpoints: null } => FlinkFact.Missing(
                Name,
                "Checkpoints are kept in the JobManager's memory",
                "They are lost with it: a job then begins anew, and records are written twice.",
                sight.Settings.Checkpoints is null
                    ? "Set execution.checkpointing.dir to a folder that the JobManager and all task managers share."
                    : "Set execution.checkpointing.storage: filesystem."
            ),
            { Checkpoints: { } folder } when sight.TaskManagers > 1 && IsOfOneMachine(folder) => FlinkFact.Unknown(
                Name,
                $"Checkpoints are kept in {folder}",
                $"Whether the JobManager and all {Quantity.Count(sight.TaskManagers)} task managers share this folder is unknown; without that no job can be restored.",
                "Mount it on all of them, or set execution.checkpointing.dir to shared storage."
            ),
            { Checkpoints: var folder } => FlinkFact.Fine(Name, $"Checkpoints are kept in {folder}"),
        };
    }

    // Web may run elsewhere than the workers: what it sees of a folder tells nothing.
    private static FlinkFact Folders(FolderSight? seen) =>
        seen switch
        {
            null => FlinkFact.Unknown(
                WorkerFolders,
                "Not looked into by a worker yet",
                "Whether the portal's workers can read the folders of checkpoints and savepoints isn't known: this test was made by another process.",
                "A worker makes it again within minutes."
            ),
            { Obstacle: { } obstacle } => FlinkFact.Missing(
                WorkerFolders,
                "The portal's workers can't read the folders of checkpoints and savepoints",
                $"{obstacle} No job can be started, stopped or restored: what one has written that Flink forgot isn't known.",
                "Mount both folders on the workers' machines, readable for the user that they run as."
            ),
            _ => FlinkFact.Fine(
                WorkerFolders,
                "The portal's workers can read the folders of checkpoints and savepoints"
            ),
        };

    private static bool IsOfOneMachine(string folder) =>
        folder.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || folder.StartsWith('/');

    private static FlinkFact Backend(FlinkSettings settings) =>
        settings.Backend?.ToLowerInvariant() switch
        {
            null or "hashmap" => FlinkFact.Fine(
                "state-backend",
                settings.Backend is null ? "State backend not set: hashmap" : "State backend hashmap",
                "All state of a job has to fit into the memory of its task managers; rocksdb keeps it on their disks."
            ),
            var backend => FlinkFact.Fine("state-backend", $"State backend {backend}"),
        };
}
