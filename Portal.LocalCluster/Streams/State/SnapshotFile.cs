using System.Text.Json;

namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// A snapshot on the disk. One that is there is whole: it is written beside, forced to the disk and renamed. What became of it since is known by its
/// checksums, all of which are looked at before any of it is read.
/// </summary>
public sealed partial class SnapshotFile : IDisposable
{
    private readonly Stream _bytes;

    private SnapshotFile(Snapshot snapshot, Stream bytes) => (Snapshot, _bytes) = (snapshot, bytes);

    public Snapshot Snapshot { get; }

    /// <param name="folder">Or the file in it.</param>
    /// <exception cref="InvalidDataException">There is none, or it can't be read, or it isn't what was written.</exception>
    public static SnapshotFile Open(string folder)
    {
        var path = Path.GetFileName(folder) == Snapshot.FileName ? folder : Path.Combine(folder, Snapshot.FileName);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            try
            {
                return Open(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception unread)
            when (unread is IOException or JsonException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Cannot find checkpoint or savepoint file/directory '{folder}': {unread.Message}",
                unread
            );
        }
    }

    public StateReader Read(OperatorState state)
    {
        _bytes.Position = state.Position;
        return new StateReader(_bytes, state.Length);
    }

    public void Dispose() => _bytes.Dispose();
}
