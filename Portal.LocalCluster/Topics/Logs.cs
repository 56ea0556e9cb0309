using System.Collections.Concurrent;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>The logs of all partitions: <c>logs/&lt;topic id&gt;/&lt;partition&gt;</c>, so a topic made again under its name finds nothing of the old one.</summary>
public sealed class Logs(string directory, OpenFiles files, Func<ClusterState> state)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(Guid Topic, int Partition), PartitionLog> _open = new();

    public IEnumerable<PartitionLog> All => _open.Values;

    public string Directory { get; } = Path.Combine(directory, "logs");

    /// <summary>The partition's log; null when there is no such topic any more.</summary>
    public PartitionLog? Find(Guid topic, int partition) =>
        _open.TryGetValue((topic, partition), out var log) ? log : Open(topic, partition);

    /// <summary>Opens what is there, cutting torn tails, and removes what belongs to topics that are gone. Returns how many bytes were cut.</summary>
    public long Recover()
    {
        System.IO.Directory.CreateDirectory(Directory);
        foreach (var folder in System.IO.Directory.EnumerateDirectories(Directory))
        {
            if (!Guid.TryParse(Path.GetFileName(folder), out var id) || state().Find(id) is null)
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
        }

        return state()
            .Topics.Values.SelectMany(topic => topic.Partitions.Select((_, number) => Find(topic.Id, number)!))
            .Sum(log => log.CutBytes);
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
                System.IO.Directory.Delete(folder, recursive: true);
            }
        }
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
