using Microsoft.Win32.SafeHandles;

namespace Portal.LocalCluster.Log;

/// <summary>
/// The files that are open now, at most <paramref name="capacity"/> unless more than that are in use at once. A thousand partitions
/// hold several files each; the one used longest ago is closed first and opened again when it is needed.
/// </summary>
public sealed class OpenFiles(int capacity) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byPath = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = [];

    /// <summary>Lends the file for reading and writing until the lease is disposed.</summary>
    /// <exception cref="FileNotFoundException">There is no such file and <paramref name="create"/> is false.</exception>
    public Lease Lend(string path, bool create = false)
    {
        lock (_gate)
        {
            if (!_byPath.TryGetValue(path, out var node))
            {
                node = new LinkedListNode<Entry>(new Entry(path, Open(path, create)));
                _byPath.Add(path, node);
            }
            else
            {
                _recent.Remove(node);
            }

            _recent.AddFirst(node);
            node.Value.Users++;
            CloseSurplus();
            return new Lease(this, node.Value);
        }
    }

    /// <summary>Closes the file, when its last user is done with it. To be called when a file is deleted or replaced.</summary>
    public void Forget(string path)
    {
        lock (_gate)
        {
            if (_byPath.Remove(path, out var node))
            {
                _recent.Remove(node);
                node.Value.Forgotten = true;
                CloseUnused(node.Value);
            }
        }
    }

    public void Dispose()
    {
        foreach (var path in _byPath.Keys.ToArray())
        {
            Forget(path);
        }
    }

    private static SafeFileHandle Open(string path, bool create) =>
        File.OpenHandle(
            path,
            create ? FileMode.OpenOrCreate : FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );

    private void CloseSurplus()
    {
        for (var node = _recent.Last; node is not null && _byPath.Count > capacity; )
        {
            var earlier = node.Previous;
            if (node.Value.Users == 0)
            {
                _recent.Remove(node);
                _byPath.Remove(node.Value.Path);
                node.Value.Handle.Dispose();
            }

            node = earlier;
        }
    }

    private static void CloseUnused(Entry entry)
    {
        if (entry.Forgotten && entry.Users == 0)
        {
            entry.Handle.Dispose();
        }
    }

    private void Return(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            CloseUnused(entry);
        }
    }

    private sealed class Entry(string path, SafeFileHandle handle)
    {
        public string Path { get; } = path;
        public SafeFileHandle Handle { get; } = handle;
        public int Users { get; set; }
        public bool Forgotten { get; set; }
    }

    /// <summary>The right to use a file; it isn't closed before this is disposed. The default is the right to none.</summary>
    public readonly struct Lease : IDisposable
    {
        private readonly OpenFiles? _owner;
        private readonly Entry _entry;

        internal Lease(OpenFiles owner, object entry)
        {
            _owner = owner;
            _entry = (Entry)entry;
        }

        public SafeFileHandle Handle => _entry.Handle;

        public void Dispose() => _owner?.Return(_entry);
    }
}
