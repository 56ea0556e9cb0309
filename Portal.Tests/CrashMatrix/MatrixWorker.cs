using System.Threading.Channels;

namespace Portal.Tests.CrashMatrix;

/// <summary>A worker in a process of its own, or in one that it shares with those it dies with.</summary>
public sealed class MatrixWorker(WorkerProcess process, int order, ChannelReader<string> said)
{
    /// <summary>How a failure begins that says nothing about the product: the cell could not be played.</summary>
    public const string NotThere = "The worker process";

    /// <summary>How the line begins by which it says that it is at its moment and waits there.</summary>
    public const string At = "at ";

    /// <summary>The line by which it says that its host is stopped.</summary>
    public const string Resting = "resting";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    public WorkerProcess Process => process;

    /// <summary>Until it is at its moment and waits there.</summary>
    public Task IsThere() => Says(At, Timeout);

    /// <summary>Until it has let go of a run, whatever became of it.</summary>
    public Task HasCarried() => Says(MatrixLog.Carried, Timeout);

    public Task GoOn() => process.Write(ParentLine.Go(order));

    /// <summary>Until it has ended; its process takes other orders.</summary>
    public async Task Rest()
    {
        await process.Write(ParentLine.Rest(order));
        await Says(Resting, TimeSpan.FromSeconds(30));
    }

    private async Task Says(string beginning, TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            while (!(await said.ReadAsync(late.Token)).StartsWith(beginning, StringComparison.Ordinal)) { }
        }
        catch (OperationCanceledException tooLate)
        {
            throw new TimeoutException($"{NotThere} didn't say '{beginning}' within {within}.", tooLate);
        }
        catch (ChannelClosedException gone)
        {
            throw new InvalidOperationException(
                $"{NotThere} ended and never said '{beginning}'. {gone.InnerException?.Message}",
                gone
            );
        }
    }
}
