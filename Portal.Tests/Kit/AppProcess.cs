using System.Diagnostics;

namespace Portal.Tests.Kit;

/// <summary>One of our programs as a process of its own, as it is shipped, in a folder whose undertaker ends it with the run.</summary>
public sealed class AppProcess : IDisposable
{
    private const string KillAll = """for pid in "$1"/*.pid; do kill -9 "$(cat "$pid")"; done""";
    private static int _made; // each process has a log of its own: what another one said is never read as its word
    private static readonly string Build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private readonly Process _process;
    private readonly string _log;

    private AppProcess(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>A folder for the processes of one test.</summary>
    public static RunFolder Folder() => RunFolder.For("apps", "bash", "-c", KillAll, "bash");

    /// <param name="project">Portal.Web, Portal.Workers or Portal.LocalCluster; its newest build of this configuration runs.</param>
    public static AppProcess Start(
        RunFolder folder,
        string project,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var said = Path.Combine(folder.Path, $"{project}-{Interlocked.Increment(ref _made)}.log");
        var program = Repository.PathOf(project, "bin", Build, "net10.0", $"{project}.dll");
        var start = new ProcessStartInfo(
            "bash",
            ["-c", """exec nice -n "${NICE:-0}" dotnet "$@" > "$LOG" 2>&1""", "bash", program, .. arguments]
        )
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.PathOf(project),
        };
        foreach (var (name, value) in environment.Append(new("LOG", said)))
        {
            start.Environment[name] = value;
        }

        var started = Process.Start(start)!;
        File.WriteAllText(Path.Combine(folder.Path, $"{started.Id}.pid"), $"{started.Id}");
        return new AppProcess(started, said);
    }

    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until an address answers 200; tells the log when it doesn't in time.</summary>
    public async Task Healthy(Uri address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            await Deadline.Until(
                async () =>
                    _process.HasExited
                        ? throw new InvalidOperationException("It ended.")
                        : (await http.GetAsync(address)).IsSuccessStatusCode,
                TimeSpan.FromSeconds(90)
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{address} is not healthy: {late.InnerException?.Message}\n{Log}", late);
        }
    }

    /// <summary>Waits until it has ended by itself; gives what it ended with.</summary>
    public async Task<int> Ended()
    {
        await Deadline.Until(() => _process.HasExited);
        return _process.ExitCode;
    }

    /// <summary>Asked to end, as a restart does; ended once this returns. Web may take its time to hand its pages over.</summary>
    public async Task Stop()
    {
        await Command.Run("kill", "-TERM", $"{_process.Id}");
        await Deadline.Until(() => _process.HasExited, TimeSpan.FromMinutes(2));
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
