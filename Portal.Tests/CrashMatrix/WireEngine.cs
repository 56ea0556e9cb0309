using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>A Kafka over the wire whose broker can die and come back.</summary>
public interface IWireEngine : IAsyncDisposable
{
    string Bootstrap { get; }

    /// <summary>What it wrote last, when it has ended though nobody killed it.</summary>
    string? LastWords { get; }

    Task Kill();

    Task Respawn();
}

/// <summary>The local cluster, one broker, in a process of its own.</summary>
public sealed class LocalEngine : IWireEngine
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-matrix-").FullName;
    private readonly int port = FreePorts.One();
    private Process? process;

    public string Bootstrap => $"127.0.0.1:{port}";

    public string? LastWords =>
        process!.HasExited ? $"The cluster ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}" : null;

    public static async Task<IWireEngine> Start()
    {
        var engine = new LocalEngine();
        await engine.Respawn();
        return engine;
    }

    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async Task Respawn()
    {
        process = WorkerProcess.Launch([
            TestProcess.Cluster,
            $"--LocalCluster:DataDirectory={folder}",
            $"--LocalCluster:FirstPort={port}",
            "--LocalCluster:Brokers=1",
            "--LocalCluster:AdminPort=0",
            "--Logging:LogLevel:Default=None",
        ]);
        await Listening.On(Bootstrap);
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process!.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Apache Kafka itself, one broker.</summary>
public sealed class RealEngine(RealKafka kafka) : IWireEngine
{
    public string Bootstrap => kafka.Bootstrap;

    public string? LastWords => kafka.LastWords(1);

    public static async Task<IWireEngine> Start() => new RealEngine(await RealKafka.Start());

    public Task Kill() => kafka.Kill(1);

    public async Task Respawn()
    {
        await kafka.Respawn(1);
        await Listening.On(Bootstrap);
    }

    public ValueTask DisposeAsync() => kafka.DisposeAsync();
}

/// <summary>A broker is back once it listens.</summary>
internal static class Listening
{
    public static Task On(string bootstrap) =>
        Deadline.Until(
            async () =>
            {
                var parts = bootstrap.Split(':');
                using var client = new TcpClient();
                await client.ConnectAsync(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
                return true;
            },
            TimeSpan.FromMinutes(2)
        );
}
