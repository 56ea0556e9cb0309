using Microsoft.Win32.SafeHandles;

namespace Portal.LocalCluster;

/// <summary>
/// The folder of everything a cluster keeps. Whoever has one has it alone: two processes would write over each other's journals. The
/// kernel holds the lock for this process and takes it back with its death, whatever the death was.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly SafeFileHandle _lock;

    private DataFolder(string path, SafeFileHandle held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="InvalidOperationException">Another process has it, or it can't be written to.</exception>
    public static DataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            var file = System.IO.Path.Combine(path, ".lock");
            return new(path, File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{path} can't be this cluster's own: {taken.Message} Another folder is chosen with "
                    + $"{LocalClusterOptions.Section}:{nameof(LocalClusterOptions.DataDirectory)}.",
                taken
            );
        }
    }

    public void Dispose() => _lock.Dispose();
}
