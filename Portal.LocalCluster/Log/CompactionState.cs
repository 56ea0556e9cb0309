using System.Text.Json;

namespace Portal.LocalCluster.Log;

/// <summary>How far a partition was compacted, as kept beside its segments.</summary>
/// <param name="Below">Before this offset segments may lack offsets; written before the first one does.</param>
/// <param name="FirstDirty">What lies before was looked at.</param>
public sealed record CompactionState(long Below, long FirstDirty)
{
    public static readonly CompactionState None = new(0, 0);

    private const string FileName = "compaction";

    /// <summary>What can't be read is taken as: everything may lack offsets, nothing was looked at.</summary>
    public static CompactionState Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<CompactionState>(File.ReadAllBytes(path)) ?? Unknown
                : None;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        using (var file = File.Create(path + ".new"))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private static CompactionState Unknown => new(long.MaxValue, 0);
}
