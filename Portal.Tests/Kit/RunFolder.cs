using System.Diagnostics;

namespace Portal.Tests.Kit;

/// <summary>
/// A folder for one server of this test run. A shell of its own session waits on a pipe that this process holds: when
/// the pipe closes, because the folder was disposed or because the run ended in whatever way, kill -9 too, the
/// server is stopped and the folder wiped.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";
    private const long EnoughMemory = 4L << 30;

    private const string WaitThenStopThenWipe = """
        exec > /dev/null 2>&1
        cd /
        cat
        "$@"
        rm -rf -- "${@: -1}"
        """;

    private readonly Process _undertaker;

    private RunFolder(string path, string[] stop)
    {
        Path = path;
        Directory.CreateDirectory(path);
        _undertaker = Process.Start(
            new ProcessStartInfo("setsid", ["bash", "-c", WaitThenStopThenWipe, "bash", .. stop, path])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
            }
        )!;
    }

    public string Path { get; }

    /// <summary>Makes a folder; <paramref name="stop"/> is the command that, given the folder, stops what runs there.</summary>
    // Not under TMPDIR: that may be private to root, and PostgreSQL runs as another user.
    public static RunFolder For(string kind, params string[] stop) => Under("/tmp", kind, stop);

    /// <summary>The same, in memory where there is room: for what makes thousands of files and keeps few.</summary>
    public static RunFolder InMemory(string kind, params string[] stop) =>
        Under(HasRoom(SharedMemory) ? SharedMemory : "/tmp", kind, stop);

    private static RunFolder Under(string root, string kind, string[] stop) =>
        new($"{root}/portal-tests-{kind}-{System.IO.Path.GetRandomFileName()}", stop);

    private static bool HasRoom(string root) =>
        Directory.Exists(root) && new DriveInfo(root).AvailableFreeSpace > EnoughMemory;

    public void Dispose()
    {
        _undertaker.StandardInput.Close();
        _undertaker.WaitForExit(TimeSpan.FromSeconds(90));
        _undertaker.Dispose();
    }
}
