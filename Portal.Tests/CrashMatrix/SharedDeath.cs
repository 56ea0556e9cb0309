namespace Portal.Tests.CrashMatrix;

/// <summary>
/// One death by kill -9 for the workers of several cells at once, in one process: it dies when each of them has come to its
/// moment. A process for each would spend most of its life on compiling the same code again.
/// </summary>
public sealed class SharedDeath
{
    private readonly Lazy<WorkerProcess> _process = new(WorkerPool.Take);
    private readonly Meeting _end;

    public SharedDeath(int cells) => _end = new(cells, Kill);

    public Seat Join() => new(this);

    private async Task Kill()
    {
        using var process = _process.Value;
        await process.Kill();
    }

    /// <summary>One cell's part in it. A cell that has failed is waited for no more.</summary>
    public sealed class Seat(SharedDeath death) : IDisposable
    {
        private bool _hasCome;

        public WorkerProcess Process => death._process.Value;

        /// <summary>Until the process is dead.</summary>
        public Task Dies()
        {
            _hasCome = true;
            return death._end.Arrive();
        }

        public void Dispose() => _ = _hasCome ? null : Dies();
    }
}
