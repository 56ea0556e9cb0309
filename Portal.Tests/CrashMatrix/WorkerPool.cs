using System.Collections.Concurrent;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// Processes that have started and wait for an order, so that no cell waits for the runtime. Those that were not killed
/// come back; what is left ends with the run, as its standard input does.
/// </summary>
public static class WorkerPool
{
    private static readonly ConcurrentQueue<WorkerProcess> Idle = new();

    public static WorkerProcess Take()
    {
        var process = Idle.TryDequeue(out var waiting) ? waiting : WorkerProcess.Start();
        if (Idle.IsEmpty)
        {
            Idle.Enqueue(WorkerProcess.Start());
        }

        return process;
    }

    /// <summary>Takes back a process that went on from its moment; one that can't end its order any more is put away, if nobody else is at work in it.</summary>
    /// <param name="isShared">Others are at work in it still: only the order ends.</param>
    public static async Task GiveBack(MatrixWorker worker, bool isShared)
    {
        try
        {
            await worker.Rest();
            if (!isShared)
            {
                Idle.Enqueue(worker.Process);
            }
        }
        catch (Exception stuck) when (stuck is TimeoutException or InvalidOperationException or IOException)
        {
            if (!isShared)
            {
                worker.Process.Dispose();
            }
        }
    }
}
