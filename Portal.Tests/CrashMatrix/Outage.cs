namespace Portal.Tests.CrashMatrix;

/// <summary>
/// One death of an engine for several cells at once: it dies when each of them has come to its moment, and comes back when
/// each has noticed. A cell that has failed is waited for no more.
/// </summary>
public sealed class Outage(IWireEngine engine, int cells)
{
    private readonly Meeting death = new(cells, engine.Kill);
    private readonly Meeting comeback = new(cells, engine.Respawn);

    public Seat Join() => new(this);

    /// <summary>One cell's part in it.</summary>
    public sealed class Seat(Outage outage) : IDisposable
    {
        private bool hasDied;
        private bool isBack;

        /// <summary>Until the engine is dead.</summary>
        public Task Dies()
        {
            hasDied = true;
            return outage.death.Arrive();
        }

        /// <summary>Until the engine listens again.</summary>
        public Task ComesBack()
        {
            isBack = true;
            return outage.comeback.Arrive();
        }

        public void Dispose()
        {
            _ = hasDied ? null : Dies();
            _ = isBack ? null : ComesBack();
        }
    }

    private sealed class Meeting(int missing, Func<Task> then)
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int missing = missing;

        public Task Arrive()
        {
            if (Interlocked.Decrement(ref missing) == 0)
            {
                _ = End();
            }

            return over.Task.WaitAsync(Longest);
        }

        private async Task End()
        {
            try
            {
                await then();
                over.SetResult();
            }
            catch (Exception failure)
            {
                over.SetException(failure);
            }
        }
    }
}
