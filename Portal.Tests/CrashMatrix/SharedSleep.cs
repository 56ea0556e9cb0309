namespace Portal.Tests.CrashMatrix;

/// <summary>
/// One sleep (SIGSTOP) for the workers of several cells at once, in one process: it begins when each of them has come to its
/// moment, and is over when another has ended the run of each. A cell that has failed is waited for no more.
/// </summary>
public sealed class SharedSleep(WorkerProcess process, int cells)
{
    private readonly Meeting _beginning = new(cells, process.Freeze);
    private readonly Meeting _end = new(cells, process.Thaw);

    public WorkerProcess Process { get; } = process;

    public Seat Join() => new(this);

    /// <summary>One cell's part in it.</summary>
    public sealed class Seat(SharedSleep sleep) : IDisposable
    {
        private bool _hasBegun;
        private bool _isOver;

        /// <summary>Until the process sleeps.</summary>
        public Task Begins()
        {
            _hasBegun = true;
            return sleep._beginning.Arrive();
        }

        /// <summary>Until it is awake again.</summary>
        public Task IsOver()
        {
            _isOver = true;
            return sleep._end.Arrive();
        }

        public void Dispose()
        {
            _ = _hasBegun ? null : Begins();
            _ = _isOver ? null : IsOver();
        }
    }
}
