using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Portal.LocalCluster;

namespace Portal.Tests.Kit;

/// <summary>This assembly as a program that has local clusters in it, as many as its parent orders, each as it would be by itself.</summary>
internal static class SharedClustersProgram
{
    // Clusters write to the disk with the thread that they have: each of those that run at a time needs some.
    private const int Threads = 64;

    private static readonly ConcurrentDictionary<string, WebApplication> Running = new(StringComparer.Ordinal);

    public static async Task Serve()
    {
        ThreadPool.SetMinThreads(Threads, Threads);
        var parent = Console.Out;
        Console.SetOut(TextWriter.Null); // what the clusters log isn't an answer
        // The console's reader blocks its caller, whatever its name says.
        while (await Task.Run(Console.In.ReadLineAsync) is { } line)
        {
            _ = CarryOut(JsonSerializer.Deserialize<ClusterOrder>(line)!, parent);
        }
    }

    private static async Task CarryOut(ClusterOrder order, TextWriter parent)
    {
        await Task.Yield();
        string? refusal = null;
        try
        {
            await (order.Settings is { } settings ? Start(order.Key, settings) : Stop(order.Key));
        }
        catch (Exception refused)
        {
            refusal = refused.ToString();
        }

        await parent.WriteLineAsync(JsonSerializer.Serialize(new ClusterAnswer(order.Key, refusal)));
    }

    private static async Task Start(string key, string[] settings)
    {
        var cluster = LocalClusterHost.Build(settings);
        Running[key] = cluster;
        await cluster.StartAsync();
    }

    private static async Task Stop(string key)
    {
        if (!Running.TryRemove(key, out var cluster))
        {
            return;
        }

        // Whoever is connected isn't waited for.
        await cluster.StopAsync(new CancellationToken(canceled: true));
        await cluster.DisposeAsync();
    }
}
