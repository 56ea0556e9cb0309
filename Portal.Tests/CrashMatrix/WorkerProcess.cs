using System.Diagnostics;
using System.Globalization;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// A worker in a process of its own, as its parent sees it. It was started before anybody needed it and takes its order
/// on standard input; one that nobody killed rests when its cell is over, and takes another order.
/// </summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>How a failure begins that says nothing about the product: the cell could not be played.</summary>
    public const string NotThere = "The worker process";

    /// <summary>The line by which it says that it has stopped its host and waits for an order.</summary>
    public const string Resting = "resting";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;

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
        return new(Process.Start(start)!);
    }

    public Task Take(MatrixOrder order) => Write($"{ParentLine.Order}{order.Write()}");

    /// <summary>Until it is at its moment and waits there.</summary>
    public Task IsThere() => Says("at ", Patience);

    /// <summary>Until it has let go of a run, whatever became of it.</summary>
    public Task HasCarried() => Says(MatrixLog.Carried, Patience);

    public Task GoOn() => Write(ParentLine.Go);

    /// <summary>Until it has ended its order and waits for the next.</summary>
    public async Task Rest()
    {
        await Write(ParentLine.Rest);
        await Says(Resting, TimeSpan.FromSeconds(30));
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
    }

    private async Task Says(string beginning, TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(late.Token) is { } said)
            {
                if (said.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return;
                }
            }

            var complained = await _process.StandardError.ReadToEndAsync(late.Token);
            throw new InvalidOperationException($"{NotThere} ended and never said '{beginning}'. {complained}");
        }
        catch (OperationCanceledException tooLate)
        {
            throw new TimeoutException($"{NotThere} didn't say '{beginning}' within {within}.", tooLate);
        }
    }

    private async Task Write(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    private Task<string> Signal(string signal) =>
        Command.Run("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));
}
