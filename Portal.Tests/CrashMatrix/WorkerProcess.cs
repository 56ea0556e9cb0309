using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// A process of its own with workers in it, as its parent sees it. It was started before anybody needed it and takes orders
/// on standard input, each of which is a worker.
/// </summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly ConcurrentDictionary<int, Channel<string>> _said = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Process _process;
    private int _orders;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>This assembly as a program of its own, with nothing to do yet.</summary>
    public static WorkerProcess Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, TestProcess.Worker])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new WorkerProcess(Process.Start(start)!);
        _ = process.Listen();
        return process;
    }

    public async Task<MatrixWorker> Take(MatrixOrder order)
    {
        var id = Interlocked.Increment(ref _orders);
        var said = _said.GetOrAdd(id, _ => Channel.CreateUnbounded<string>());
        await Write($"{ParentLine.Order}{(order with { Id = id }).Write()}");
        return new MatrixWorker(this, id, said.Reader);
    }

    public async Task Write(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task Freeze() => Signal("STOP");

    public Task Thaw() => Signal("CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _writing.Dispose();
    }

    // Each line begins with the number of the order that it is about.
    private async Task Listen()
    {
        var complaints = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', 2);
            var order = int.Parse(words[0], CultureInfo.InvariantCulture);
            await _said[order].Writer.WriteAsync(words[1]);
        }

        var ended = new InvalidOperationException(await complaints);
        foreach (var said in _said.Values)
        {
            said.Writer.TryComplete(ended);
        }
    }

    private Task<string> Signal(string signal) =>
        Command.Run("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));
}
