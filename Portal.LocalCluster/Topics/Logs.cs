using System.Collections.Concurrent;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>What was found when the logs were opened.</summary>
/// <param name="CutBytes">Torn writes at the ends of logs.</param>
/// <param name="SetAside">Folders that belong to no topic, where they lie now.</param>
/// <param name="BehindDamage">Folders of records that lay behind damage in their logs.</param>
public sealed record RecoveredLogs(long CutBytes, IReadOnlyList<string> SetAside, IReadOnlyList<string> BehindDamage);

/// <summary>The logs of all partitions: <c>logs/&lt;topic id&gt;/&lt;partition&gt;</c>, so a topic made again under its name finds nothing of the old one.</summary>
public sealed class Logs(string directory, OpenFiles files, Func<ClusterState> state)
{
    // A folder that is named so is being deleted; one that isn't is never deleted for not being known.
    private const string Gone = ".gone";

    private readonly string _setAside = Path.Combine(directory, "set-aside");
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(Guid Topic, int Partition), PartitionLog> _open = new();

    public IEnumerable<PartitionLog> All => _open.Values;

    public string Directory { get; } = Path.Combine(directory, "logs");

    /// <summary>The partition's log; null when there is no such topic any more.</summary>
    public PartitionLog? Find(Guid topic, int partition) =>
        _open.TryGetValue((topic, partition), out var log) ? log : Open(topic, partition);

    /// <summary>
    /// Opens what is there, cutting torn tails, and ends deletions that a crash broke off. What belongs to no topic is set aside, not
    /// deleted: that it isn't known may be the fault of what knows.
    /// </summary>
    public RecoveredLogs Recover()
    {
        System.IO.Directory.CreateDirectory(Directory);
        var setAside = new List<string>();
        foreach (var folder in System.IO.Directory.GetDirectories(Directory))
        {
            if (folder.EndsWith(Gone, StringComparison.Ordinal))
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
            else if (!Guid.TryParse(Path.GetFileName(folder), out var id) || state().Find(id) is null)
            {
                setAside.Add(SetAside(folder));
            }
        }

        var logs = state()
            .Topics.Values.SelectMany(topic => topic.Partitions.Select((_, number) => Find(topic.Id, number)!))
            .ToList();
        return new(logs.Sum(log => log.CutBytes), setAside, [.. logs.Select(log => log.SetAside).OfType<string>()]);
    }

    /// <summary>Lets the logs follow a topic's new configuration.</summary>
    public void Follow(Topic topic)
    {
        for (var partition = 0; partition < topic.Partitions.Length; partition++)
        {
            if (_open.TryGetValue((topic.Id, partition), out var log))
            {
                log.Settings = topic.Settings.Log;
            }
        }
    }

    /// <summary>Deletes the logs of a topic that the state no longer has.</summary>
    public void Delete(Topic topic)
    {
        lock (_gate)
        {
            for (var partition = 0; partition < topic.Partitions.Length; partition++)
            {
                if (_open.TryRemove((topic.Id, partition), out var log))
                {
                    log.Delete();
                }
            }

            var folder = FolderOf(topic.Id);
            if (System.IO.Directory.Exists(folder))
            {
                System.IO.Directory.Move(folder, folder + Gone);
                System.IO.Directory.Delete(folder + Gone, recursive: true);
            }
        }
    }

    private string SetAside(string folder)
    {
        System.IO.Directory.CreateDirectory(_setAside);
        var to = Enumerable
            .Range(1, int.MaxValue)
            .Select(number => Path.Combine(_setAside, $"{Path.GetFileName(folder)}{(number == 1 ? "" : $".{number}")}"))
            .First(path => !System.IO.Directory.Exists(path));
        System.IO.Directory.Move(folder, to);
        return to;
    }

    private string FolderOf(Guid topic) => Path.Combine(Directory, topic.ToString());

    private PartitionLog? Open(Guid topic, int partition)
    {
        lock (_gate)
        {
            if (state().Find(topic) is not { } known || partition < 0 || partition >= known.Partitions.Length)
            {
                return null;
            }

            return _open.GetOrAdd(
                (topic, partition),
                key => PartitionLog.Open(files, Path.Combine(FolderOf(topic), $"{key.Partition}"), known.Settings.Log)
            );
        }
    }
}
