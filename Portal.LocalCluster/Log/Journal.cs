using Microsoft.Win32.SafeHandles;

namespace Portal.LocalCluster.Log;

/// <summary>
/// A file of small entries that is only appended to: length, CRC32C, payload. An entry counts once it is in the kernel's hands, so
/// a killed process loses none; what a crash tore off at the end is cut when the journal is opened. Damage with whole entries behind it
/// is no torn end: cutting there would lose what was acknowledged, so the journal isn't opened.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly string _path;
    private SafeFileHandle _file;
    private long _length;
    private bool _unsynced;

    private Journal(string path, SafeFileHandle file, long length, int entries)
    {
        _path = path;
        _file = file;
        _length = length;
        Entries = entries;
    }

    /// <summary>How many entries the file holds; compared with what is still worth keeping it says when to rewrite.</summary>
    public int Entries { get; private set; }

    /// <summary>How long the file is.</summary>
    public long Bytes => _length;

    /// <summary>Opens or creates the journal and hands every whole entry to <paramref name="replay"/>, oldest first.</summary>
    /// <exception cref="InvalidOperationException">It is damaged before its end; the words say where, and what can be done.</exception>
    public static Journal Open(string path, Action<ReadOnlyMemory<byte>> replay)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            return Open(path, file, replay);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Append(ReadOnlySpan<byte> payload)
    {
        var framed = JournalEntry.Frame(payload);
        RandomAccess.Write(_file, framed, _length);
        _length += framed.Length;
        _unsynced = true;
        Entries++;
    }

    /// <summary>Appends all of them and forces them to the disk, or leaves the journal as it was: a part of them tells something else.</summary>
    public void AppendSynced(IEnumerable<byte[]> payloads)
    {
        var (length, entries) = (_length, Entries);
        try
        {
            foreach (var payload in payloads)
            {
                Append(payload);
            }

            Sync();
        }
        catch (IOException)
        {
            (_length, Entries) = (length, entries);
            RandomAccess.SetLength(_file, length);
            throw;
        }
    }

    /// <summary>Forces to the disk what was appended.</summary>
    public void Sync()
    {
        if (_unsynced)
        {
            RandomAccess.FlushToDisk(_file);
            _unsynced = false;
        }
    }

    /// <summary>Replaces the journal by these entries, or leaves it as it was: whoever is killed in between finds one of the two whole.</summary>
    public void Rewrite(IEnumerable<byte[]> payloads)
    {
        var fresh = _path + ".new";
        var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            long length = 0;
            var entries = 0;
            foreach (var payload in payloads)
            {
                var framed = JournalEntry.Frame(payload);
                RandomAccess.Write(file, framed, length);
                length += framed.Length;
                entries++;
            }

            RandomAccess.FlushToDisk(file);
            File.Move(fresh, _path, overwrite: true);
            _file.Dispose();
            (_file, _length, Entries) = (file, length, entries);
        }
        catch
        {
            file.Dispose();
            // A disk that is full is not to be kept so by what nobody reads.
            File.Delete(fresh);
            throw;
        }
    }

    public void Dispose()
    {
        Sync();
        _file.Dispose();
    }

    private static Journal Open(string path, SafeFileHandle file, Action<ReadOnlyMemory<byte>> replay)
    {
        var size = RandomAccess.GetLength(file);
        long position = 0;
        var entries = 0;
        while (JournalEntry.Read(file, position, size) is { } payload)
        {
            replay(payload);
            position += JournalEntry.HeaderLength + payload.Length;
            entries++;
        }

        if (position < size)
        {
            if (JournalEntry.WholeBehind(file, position, size) is var whole and > 0)
            {
                throw new InvalidOperationException(JournalDamage.InWords(path, position, entries, whole));
            }

            RandomAccess.SetLength(file, position);
        }

        return new Journal(path, file, position, entries);
    }
}
