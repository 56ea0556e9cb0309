using System.Text.RegularExpressions;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Engines.Flink;

/// <summary>
/// Where a Flink's savepoints and kept checkpoints lie, looked into without asking it: what it forgot with its JobManager is still found.
/// Only folders that this machine can read are; of others nothing is said.
/// </summary>
internal sealed partial class StateFolders(string? checkpoints, string? savepoints)
{
    private const string Metadata = "_metadata";

    /// <param name="settings">A JobManager's, by either of their names.</param>
    public static StateFolders Of(IReadOnlyDictionary<string, string> settings) =>
        new(
            settings.GetValueOrDefault("execution.checkpointing.dir")
                ?? settings.GetValueOrDefault("state.checkpoints.dir"),
            settings.GetValueOrDefault("execution.checkpointing.savepoint-dir")
                ?? settings.GetValueOrDefault("state.savepoints.dir")
        );

    /// <summary>The folder that a savepoint is written to; null when Flink has none for savepoints.</summary>
    public string? TargetOf(JobSavepoint savepoint) =>
        savepoints is null
            ? null
            : $"{savepoints.TrimEnd('/')}/portal/{savepoint.Name}/{savepoint.JobId}/{savepoint.Mark}";

    /// <summary>Whether this machine can look into both, or could if they were there: Flink makes them for its first job and its first savepoint.</summary>
    /// <exception cref="EngineException">Transient: they are here, and can't be read.</exception>
    public bool AreHere => FolderReading.Of(() => Local(checkpoints) is not null && Local(savepoints) is not null);

    /// <summary>
    /// Of a run that was started. Newest first; null where one of the folders can't be looked into: half of them tells nothing. Flink makes that of
    /// checkpoints as it starts a job, so where it is missing another disk is looked at: that of a worker whose volume isn't mounted.
    /// </summary>
    /// <exception cref="EngineException">Transient: they are here, and what lies in them can't be read.</exception>
    public IReadOnlyList<StoredState>? Of(string job, string jobId) =>
        FolderReading.Of<IReadOnlyList<StoredState>?>(() =>
            Local(checkpoints) is { } root
            && FolderReading.Exists(root)
            && Local(checkpoints, jobId) is { } kept
            && Local(savepoints, "portal", job, jobId) is { } taken
                ? [.. Under(kept).Concat(Under(taken)).OrderByDescending(s => s.WrittenAt)]
                : null
        );

    /// <summary>Null when there is none, or the folder isn't here.</summary>
    /// <exception cref="EngineException">Transient: it is here, and what lies in it can't be read.</exception>
    public StoredSavepoint? SavepointOf(JobSavepoint savepoint) =>
        FolderReading.Of(() =>
            Local(savepoints, "portal", savepoint.Name, savepoint.JobId, savepoint.Mark) is { } folder
            && Under(folder).OrderByDescending(s => s.WrittenAt).FirstOrDefault() is { } newest
                ? new StoredSavepoint(newest.Path, Bytes(new Uri(newest.Path).LocalPath))
                : null
        );

    /// <summary>What keeps this machine from looking into them, as a sentence; null when nothing does.</summary>
    public string? Obstacle() =>
        Obstacle("checkpoints", "execution.checkpointing.dir", checkpoints)
        ?? Obstacle("savepoints", "execution.checkpointing.savepoint-dir", savepoints);

    private static string? Obstacle(string what, string option, string? root)
    {
        try
        {
            return root is null ? $"Flink has no folder for {what} ({option})."
                : FolderReading.Of(() => Local(root)) is not { } folder
                    ? $"Its folder for {what}, {root}, isn't on the workers' machines."
                : FolderReading.Refusal(folder);
        }
        catch (EngineException refused)
        {
            return refused.Message;
        }
    }

    private static long Bytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static IEnumerable<StoredState> Under(string folder) =>
        FolderReading.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, Metadata, SearchOption.AllDirectories)
                .Select(file => new StoredState(
                    new Uri(Path.GetDirectoryName(file)!).AbsoluteUri,
                    new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(file))
                ))
            : [];

    // The names are of Flink's ids and of the portal's own rules: none of them leads elsewhere.
    private static string? Local(string? root, params ReadOnlySpan<string> names)
    {
        if (
            root is null
            || !Uri.TryCreate(SavepointPath.Address(root), UriKind.Absolute, out var uri)
            || !uri.IsFile
            || !IsHere(uri.LocalPath)
        )
        {
            return null;
        }

        var path = uri.LocalPath;
        foreach (var name in names)
        {
            if (!Plain().IsMatch(name))
            {
                return null;
            }

            path = Path.Combine(path, name);
        }

        return path;
    }

    // The first job makes it; until then the folder above says that it would be this machine's too.
    private static bool IsHere(string root) =>
        FolderReading.Exists(root) || Directory.Exists(Path.GetDirectoryName(root.TrimEnd('/')));

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Plain();
}
