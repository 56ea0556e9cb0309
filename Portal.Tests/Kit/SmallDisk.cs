using System.Diagnostics;

namespace Portal.Tests.Kit;

/// <summary>A disk of its own that is small enough to be filled: real writes fail on it, in the middle too, and go on when there is room again.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<string?> Refusal = new(Try);

    private readonly RunFolder _folder = RunFolder.For("disk", "umount", "-l");

    private SmallDisk() { }

    /// <summary>Why there can't be one; null where there can.</summary>
    public static string? Missing => Refusal.Value;

    public string Path => _folder.Path;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static async Task<SmallDisk> Of(int megabytes)
    {
        var disk = new SmallDisk();
        await Command.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        return disk;
    }

    /// <summary>Takes what room there is, to the last page.</summary>
    public void Fill()
    {
        using var ballast = File.OpenHandle(Ballast, FileMode.Create, FileAccess.Write);
        foreach (var size in (ReadOnlySpan<int>)[1 << 20, 4096])
        {
            var zeroes = new byte[size];
            try
            {
                while (true)
                {
                    RandomAccess.Write(ballast, zeroes, RandomAccess.GetLength(ballast));
                }
            }
            catch (IOException) { }
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose() => _folder.Dispose();

    private static string? Try()
    {
        var folder = Directory.CreateTempSubdirectory("portal-mount-").FullName;
        using var mount = Process.Start(
            new ProcessStartInfo("bash", ["-c", "mount -t tmpfs -o size=1m tmpfs \"$0\" && umount \"$0\"", folder])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        mount.WaitForExit();
        Directory.Delete(folder);
        return mount.ExitCode == 0 ? null : "needs to mount a small disk, which only root may";
    }
}

/// <summary>A test with a <see cref="SmallDisk"/>: skipped, by name, where none can be mounted.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Missing ?? EngineSkip.ClusterUnchanged;
}

/// <summary>The same for what takes long: only in a full run.</summary>
public sealed class LongSmallDiskFactAttribute : FactAttribute
{
    public LongSmallDiskFactAttribute() => Skip = EngineSkip.FullRunOnly ?? SmallDisk.Missing;
}
