using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Portal.Tests.Kit;

/// <summary>The process that has the local clusters of a run in it, as the tests see it: <see cref="SharedClustersProgram"/>.</summary>
internal static class SharedClusters
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> Awaited = new(
        StringComparer.Ordinal
    );
    private static readonly Lazy<TextWriter> Orders = new(Begin);

    /// <summary>Returns once it answers.</summary>
    /// <param name="key">What it is stopped by.</param>
    /// <exception cref="InvalidOperationException">It doesn't start, and why.</exception>
    public static Task Start(string key, string[] settings) => Order(new(key, settings));

    public static Task Stop(string key) => Order(new(key, null));

    private static async Task Order(ClusterOrder order)
    {
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Awaited[order.Key] = answer;
        await Orders.Value.WriteLineAsync(JsonSerializer.Serialize(order));
        if (await answer.Task.WaitAsync(TimeSpan.FromMinutes(1)) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
    }

    private static TextWriter Begin()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SharedClusters).Assembly.Location, TestProcess.Clusters])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove(ShortProcesses.CallCounting); // it runs for as long as the tests do
        var process = Process.Start(start)!;
        _ = Listen(process);
        return TextWriter.Synchronized(process.StandardInput); // which flushes what is written
    }

    private static async Task Listen(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonSerializer.Deserialize<ClusterAnswer>(line)!;
            Awaited[answer.Key].TrySetResult(answer.Refusal);
        }

        foreach (var waiting in Awaited.Values)
        {
            waiting.TrySetException(new InvalidOperationException("The process of the shared clusters has ended."));
        }
    }
}

/// <param name="Settings">What to start it with; null: stop it.</param>
internal sealed record ClusterOrder(string Key, string[]? Settings);

/// <param name="Refusal">Why it didn't start; null: it did.</param>
internal sealed record ClusterAnswer(string Key, string? Refusal);
