using Portal.LocalCluster.Log;

namespace Portal.Tests.LocalCluster;

/// <summary>A partition's folder, opened as often as a test likes: each opening is a start after a kill.</summary>
internal sealed class LogFolder : IDisposable
{
    public const int SmallSegment = 2000;

    private readonly OpenFiles _files = new(capacity: 4);

    public string Path { get; } = Directory.CreateTempSubdirectory("portal-log-").FullName;

    public LogSettings Settings { get; set; } = LogSettings.Default with { SegmentBytes = SmallSegment };

    public string Last(string ending) => Directory.GetFiles(Path, "*" + ending).Order(StringComparer.Ordinal).Last();

    public PartitionLog Open() => PartitionLog.Open(new OpenFiles(capacity: 4), Path, Settings);

    /// <summary>A log of <paramref name="batches"/> batches of ten records, some segments long.</summary>
    public PartitionLog Filled(int batches)
    {
        var log = PartitionLog.Open(_files, Path, Settings);
        for (var number = 0; number < batches; number++)
        {
            Append(log, Batches.Of(10, Batches.Epoch + number * 1000));
        }

        return log;
    }

    public static Appended Append(PartitionLog log, byte[] batch) => log.Append(batch, leaderEpoch: 3, Batches.Epoch);

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
