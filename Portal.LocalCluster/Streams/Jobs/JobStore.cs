using System.Security.Cryptography;
using System.Text.Json;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>The folders of jobs, of their checkpoints and of savepoints, laid out as Flink's.</summary>
public sealed class JobStore(string folder)
{
    private const string File = "job.json";

    public string CheckpointsUri => new Uri(Checkpoints).AbsoluteUri;

    public string SavepointsUri => new Uri(Savepoints).AbsoluteUri;

    private string Jobs => Folder("jobs");
    private string Checkpoints => Folder("checkpoints");
    private string Savepoints => Folder("savepoints");

    /// <summary>All that can be read, and of each other one's file why it can't.</summary>
    public (IReadOnlyList<JobRecord> Jobs, IReadOnlyList<(string File, string Why)> Unread) Load()
    {
        var (jobs, unread) = (new List<JobRecord>(), new List<(string, string)>());
        foreach (var path in Directory.EnumerateFiles(Jobs, File, SearchOption.AllDirectories))
        {
            try
            {
                jobs.Add(
                    JsonSerializer.Deserialize<JobRecord>(System.IO.File.ReadAllBytes(path))
                        ?? throw new JsonException("It is empty.")
                );
            }
            catch (Exception torn) when (torn is JsonException or IOException or UnauthorizedAccessException)
            {
                unread.Add((path, torn.Message));
            }
        }

        return (jobs, unread);
    }

    public void Save(JobRecord job)
    {
        var place = Directory.CreateDirectory(Path.Combine(Jobs, job.Id)).FullName;
        var part = Path.Combine(place, $"{File}.new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Its tables may carry what they sign in with.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(part, options))
        {
            JsonSerializer.Serialize(file, job);
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(part, Path.Combine(place, File), overwrite: true);
    }

    public string CheckpointFolder(string job, long id) => Path.Combine(Checkpoints, job, $"chk-{id}");

    /// <summary>By which a checkpoint of the same job names it.</summary>
    public static string NameOf(string checkpointFolder) => Path.GetFileName(checkpointFolder);

    /// <summary>The newest completed one; null: there is none.</summary>
    public string? NewestCheckpoint(string job) =>
        Completed(job).OrderByDescending(found => found.Id).Select(found => found.Path).FirstOrDefault();

    /// <summary>Only the newest is kept, as in Flink, and what it builds on.</summary>
    /// <param name="kept">The names of their folders.</param>
    public void DeleteCheckpointsBefore(string job, long id, IEnumerable<string> kept)
    {
        foreach (var old in Completed(job).Where(found => found.Id < id).ExceptBy(kept, found => NameOf(found.Path)))
        {
            Directory.Delete(old.Path, recursive: true);
        }
    }

    public void DeleteCheckpoints(string job)
    {
        var all = Path.Combine(Checkpoints, job);
        if (Directory.Exists(all))
        {
            Directory.Delete(all, recursive: true);
        }
    }

    /// <returns>Why there was nothing to delete; null: it is deleted.</returns>
    public static string? DeleteSavepoint(string path)
    {
        var folder = PathOf(path);
        if (!Directory.Exists(folder))
        {
            return $"Cannot find checkpoint or savepoint file/directory '{path}' on file system 'file'.";
        }

        if (!System.IO.File.Exists(Path.Combine(folder, State.Snapshot.FileName)))
        {
            return $"Cannot find meta data file '{State.Snapshot.FileName}' in directory '{path}'. Please try to load the checkpoint/savepoint directly from the metadata file instead of the directory.";
        }

        // What else somebody put there stays.
        System.IO.File.Delete(Path.Combine(folder, State.Snapshot.FileName));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }

        return null;
    }

    /// <param name="target">A folder or its file: address; null: the configured one.</param>
    public string NewSavepointFolder(string job, string? target) =>
        Path.Combine(
            target is null ? Savepoints : PathOf(target),
            $"savepoint-{job[..6]}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}"
        );

    public static string PathOf(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.IsFile ? address.LocalPath : uri;

    private IEnumerable<(long Id, string Path)> Completed(string job)
    {
        var all = Path.Combine(Checkpoints, job);
        return Directory.Exists(all)
            ? Directory
                .EnumerateDirectories(all, "chk-*")
                .Where(path => System.IO.File.Exists(Path.Combine(path, State.Snapshot.FileName)))
                .Select(path => (long.TryParse(Path.GetFileName(path)[4..], out var id) ? id : 0, path))
            : [];
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, "streams", name)).FullName;
}
