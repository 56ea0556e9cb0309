using System.Diagnostics;
using System.Globalization;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>A worker in a process of its own, as its parent sees it.</summary>
public sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process process;

    /// <summary>How a failure begins that says nothing about the product: the cell could not be played.</summary>
    public const string NotThere = "The worker process";

    private WorkerProcess(Process process) => this.process = process;

    public static WorkerProcess Start(MatrixOrder order) =>
        new(Launch([TestProcess.Worker], start => start.Environment[MatrixOrder.Variable] = order.Write()));

    /// <summary>Until it is at its moment and waits there.</summary>
    public Task IsThere() => Says("at ");

    /// <summary>Until it has let go of a run, whatever became of it.</summary>
    public Task HasCarried() => Says(MatrixLog.Carried);

    private async Task Says(string beginning)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(late.Token) is { } said)
            {
                if (said.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return;
                }
            }

            var complained = await process.StandardError.ReadToEndAsync(late.Token);
            throw new InvalidOperationException($"{NotThere} ended and never said '{beginning}'. {complained}");
        }
        catch (OperationCanceledException tooLate)
        {
            throw new TimeoutException($"{NotThere} didn't say '{beginning}' within {Patience}.", tooLate);
        }
    }

    public async Task GoOn()
    {
        await process.StandardInput.WriteLineAsync("go");
        await process.StandardInput.FlushAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public Task Freeze() => Signal("STOP");

    public Task Thaw() => Signal("CONT");

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>This assembly as a program of its own.</summary>
    internal static Process Launch(string[] arguments, Action<ProcessStartInfo>? also = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Short-lived, and many of them: what pays off after minutes only costs here.
        start.Environment["DOTNET_TieredPGO"] = "0";
        also?.Invoke(start);
        return Process.Start(start)!;
    }

    private Task<string> Signal(string signal) =>
        Command.Run("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
}
