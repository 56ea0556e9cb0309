namespace Portal.LocalCluster.Log;

/// <summary>
/// Where records are kept that lie behind damage: they can't be given to anyone as a log, and may be wanted all the same. Nothing reads
/// them; they go with their topic.
/// </summary>
internal sealed class AsideFolder(string partition)
{
    private readonly string _folder = Path.Combine(partition, "set-aside");

    /// <summary>The folder, if anything was put there now.</summary>
    public string? Used { get; private set; }

    public void Take(OpenFiles files, Segment segment)
    {
        foreach (var path in new[] { segment.Path, segment.IndexPath }.Where(File.Exists))
        {
            files.Forget(path);
            File.Move(path, Free(Path.GetFileName(path)));
        }
    }

    /// <summary>Keeps a part of a segment's file.</summary>
    public void Copy(OpenFiles.Lease file, Segment segment, int from, int end)
    {
        var bytes = new byte[end - from];
        RandomAccess.Read(file.Handle, bytes, from);
        var name = $"{Path.GetFileName(segment.Path)}.from-{from}";
        File.WriteAllBytes(Free(name), bytes);
    }

    // What was set aside before stays.
    private string Free(string name)
    {
        Used = _folder;
        Directory.CreateDirectory(_folder);
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(number => Path.Combine(_folder, number == 1 ? name : $"{name}.{number}"))
            .First(path => !File.Exists(path));
    }
}
