using System.Diagnostics;
using Portal.LocalCluster;

namespace Portal.Tests.Kit;

/// <summary>The bundled local cluster as a process of its own, which a test kills, freezes, weighs or starts again.</summary>
public sealed class LocalKafkaProcess : LocalKafka
{
    private Process? _process;

    private LocalKafkaProcess(int brokers, string[] options)
        : base(RunFolder.For("cluster", "bash", "-c", "kill -9 $(cat \"$0/pid\")"), brokers, options) { }

    /// <summary>What <c>dotnet</c> starts it with.</summary>
    public IReadOnlyList<string> Arguments => [typeof(LocalClusterHost).Assembly.Location, .. Settings];

    /// <summary>All that it logged since it was started last.</summary>
    public string Log => File.ReadAllText(Path.Combine(Folder, "log"));

    /// <summary>What it logged last, when it has ended.</summary>
    public string? LastWords =>
        _process!.HasExited
            ? $"The cluster ended with {_process.ExitCode}: {Log[^Math.Min(Log.Length, 1000)..]}"
            : null;

    public static new async Task<LocalKafkaProcess> Start(int brokers = 3, params string[] options)
    {
        var cluster = new LocalKafkaProcess(brokers, options);
        await cluster.Up();
        return cluster;
    }

    public async Task Up()
    {
        var script = "echo $$ > \"$0/pid\"; exec dotnet \"$@\" > \"$0/log\" 2>&1";
        _process = Process.Start("bash", ["-c", script, Folder, .. Arguments]);
        await Healthy();
    }

    /// <summary>kill -9: nothing is written that wasn't before.</summary>
    public Task Kill() => End("-KILL");

    /// <summary>The clean way down.</summary>
    public Task Stop() => End("-TERM");

    /// <summary>All its brokers are there and none says a word, until <see cref="Thaw"/>.</summary>
    public Task Freeze() => Command.Run("kill", "-STOP", $"{_process!.Id}");

    public Task Thaw() => Command.Run("kill", "-CONT", $"{_process!.Id}");

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    // Its folder ends it.
    private protected override Task Down()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }

    private async Task End(string signal)
    {
        await Command.Run("kill", signal, $"{_process!.Id}");
        await _process.WaitForExitAsync();
    }
}
