using System.Text.Json;

namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// A snapshot on the disk. One that is there is whole: it is written beside, forced to the disk and renamed. What became of it since is known by its
/// checksums, all of which are looked at before any of it is read; and so are those of the snapshots that it builds on.
/// </summary>
public sealed partial class SnapshotFile : IDisposable
{
    private readonly Stream _bytes;
    private readonly List<SnapshotFile> _parts = [];

    private SnapshotFile(Snapshot snapshot, Stream bytes) => (Snapshot, _bytes) = (snapshot, bytes);

    public Snapshot Snapshot { get; }

    /// <summary>Of state, with that of the snapshots that it builds on.</summary>
    public long Bytes => Snapshot.Bytes + _parts.Sum(part => part.Snapshot.Bytes);

    /// <param name="folder">Or the file in it.</param>
    /// <exception cref="InvalidDataException">There is none, or it can't be read, or it isn't what was written.</exception>
    public static SnapshotFile Open(string folder)
    {
        var path = Path.GetFullPath(
            Path.GetFileName(folder) == Snapshot.FileName ? folder : Path.Combine(folder, Snapshot.FileName)
        );
        try
        {
            var file = OpenOne(path);
            try
            {
                file.OpenParts(Path.GetDirectoryName(Path.GetDirectoryName(path))!);
                return file;
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

    /// <summary>As it was when it was written whole, then what changed with each snapshot since: to be read one after the other.</summary>
    /// <param name="share">Null: all of it is wanted.</param>
    public IEnumerable<StateReader> Read(OperatorState state, StateShare? share = null)
    {
        foreach (var part in _parts)
        {
            if (part.Snapshot.Operators.FirstOrDefault(its => IsOfSame(its, state)) is { } its)
            {
                yield return part.ReadOwn(its, share);
            }
        }

        yield return ReadOwn(state, share);
    }

    private static bool IsOfSame(OperatorState one, OperatorState other) =>
        (one.Id, one.Subtask) == (other.Id, other.Subtask);

    public void Dispose()
    {
        _parts.ForEach(part => part.Dispose());
        _bytes.Dispose();
    }

    private void OpenParts(string folder)
    {
        foreach (var part in Snapshot.Parts)
        {
            var opened = OpenOne(Path.Combine(folder, part.Folder, Snapshot.FileName));
            _parts.Add(opened);
            if (opened.Snapshot.Checksum != part.Checksum)
            {
                throw new InvalidDataException($"It builds on another {part.Folder} than the one that is there.");
            }
        }
    }

    private StateReader ReadOwn(OperatorState state, StateShare? share)
    {
        _bytes.Position = state.Position;
        return new StateReader(_bytes, state.Length, isIncrement: Snapshot.Parts.Count > 0, share);
    }
}
