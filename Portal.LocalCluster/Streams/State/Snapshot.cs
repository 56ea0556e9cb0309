using System.Text.Json;

namespace Portal.LocalCluster.Streams.State;

/// <summary>The state of one operator as it was written.</summary>
/// <param name="Name">As plans show it, for messages.</param>
/// <param name="Layout">What it is made of; state of another layout can't be read.</param>
public sealed record OperatorState(string Id, string Name, string Layout, byte[] Bytes);

/// <summary>
/// A job's state between two records: a checkpoint or a savepoint. A file that is there is whole: it is written beside, forced to the disk and
/// renamed.
/// </summary>
public sealed record Snapshot(long CheckpointId, long TakenAtMs, IReadOnlyList<OperatorState> Operators)
{
    public const string FileName = "_metadata";
    private const string Part = "_metadata.inprogress";

    public long Bytes => Operators.Sum(o => (long)o.Bytes.Length);

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, Part);
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, Path.Combine(folder, FileName), overwrite: true);
    }

    /// <param name="folder">Or the file in it.</param>
    /// <exception cref="InvalidDataException">There is none, or it can't be read.</exception>
    public static Snapshot Read(string folder)
    {
        var path = Path.GetFileName(folder) == FileName ? folder : Path.Combine(folder, FileName);
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<Snapshot>(file) ?? throw new InvalidDataException("It is empty.");
        }
        catch (Exception unread) when (unread is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"Cannot find checkpoint or savepoint file/directory '{folder}': {unread.Message}",
                unread
            );
        }
    }
}
