namespace Portal.Web.Live;

/// <summary>
/// Turns that are given in the order of asking, one each <paramref name="apart"/>: however many ask, what they do then costs the process no
/// more. Who asks while nobody else does has its turn at once.
/// </summary>
public sealed class Turns(TimeProvider time, TimeSpan apart)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _free;

    /// <returns>How long until it comes; zero: now.</returns>
    public TimeSpan Next()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = _free > now ? _free : now;
            _free = turn + apart;
            return turn - now;
        }
    }
}
