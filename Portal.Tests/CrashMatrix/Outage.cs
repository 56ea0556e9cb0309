namespace Portal.Tests.CrashMatrix;

/// <summary>
/// One death of an engine for several cells at once: it dies when each of them has come to its moment, and comes back when
/// each has noticed. A cell that has failed is waited for no more.
/// </summary>
public sealed class Outage(IWireEngine engine, int cells)
{
    private readonly Meeting _death = new(cells, engine.Kill);
    private readonly Meeting _comeback = new(cells, engine.Respawn);

    public Seat Join() => new(this);

    /// <summary>One cell's part in it.</summary>
    public sealed class Seat(Outage outage) : IDisposable
    {
        private bool _hasDied;
        private bool _isBack;

        /// <summary>Until the engine is dead.</summary>
        public Task Dies()
        {
            _hasDied = true;
            return outage._death.Arrive();
        }

        /// <summary>Until the engine listens again.</summary>
        public Task ComesBack()
        {
            _isBack = true;
            return outage._comeback.Arrive();
        }

        public void Dispose()
        {
            _ = _hasDied ? null : Dies();
            _ = _isBack ? null : ComesBack();
        }
    }
}
