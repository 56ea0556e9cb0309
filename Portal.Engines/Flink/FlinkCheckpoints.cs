using System.Collections.Immutable;
using System.Globalization;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <param name="Restarts">Since it was submitted, or taken over by another JobManager.</param>
/// <param name="Pending">Records that its sources know of and haven't read.</param>
/// <param name="Written">Records that its sinks have sent since its last start.</param>
public sealed record FlinkGauges(int? Restarts, long? Pending, long? Written);

/// <param name="Recent">Newest first.</param>
/// <param name="RestoredFrom">Null when it began without state.</param>
/// <param name="Savepoint">Its last one; null when it made none.</param>
public sealed record FlinkCheckpoints(
    int Completed,
    int Failed,
    ImmutableArray<JobCheckpoint> Recent,
    string? RestoredFrom,
    StoredSavepoint? Savepoint
);

/// <summary>A savepoint or a kept checkpoint that lies in its folder.</summary>
public sealed record StoredState(string Path, DateTimeOffset WrittenAt)
{
    private const string Checkpoint = "chk-"; // as Flink names their folders, before their number

    /// <summary>Of a kept checkpoint; null of a savepoint.</summary>
    public long? CheckpointNumber
    {
        get
        {
            var folder = Path[(Path.LastIndexOf('/') + 1)..];
            return
                folder.StartsWith(Checkpoint, StringComparison.Ordinal)
                && long.TryParse(folder.AsSpan(Checkpoint.Length), CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        }
    }
}

/// <param name="Bytes">Null where that isn't known.</param>
/// <param name="Number">Among the checkpoints of its run; null where Flink has forgotten it.</param>
public sealed record StoredSavepoint(string Path, long? Bytes, long? Number = null);
