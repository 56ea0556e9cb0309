using Portal.Web.Live;

namespace Portal.Web.Health;

/// <summary>
/// The connections of open pages, as long as they last. When web shuts down they are ended one after the other: their pages come back at a pace
/// that the other processes keep up with, instead of all at once.
/// </summary>
internal sealed class OpenConnections(TimeProvider clock)
{
    private const double SlowStart = 2.0 / 3; // 1: all equally far apart
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1); // on average
    private readonly Lock _gate = new();
    private readonly HashSet<HttpContext> _open = [];
    private bool _ending;

    /// <summary>While they are being ended there is no new one: a proxy that doesn't know yet goes on to another process.</summary>
    public async Task Hold(HttpContext http, RequestDelegate next)
    {
        if (!CircuitEndpoint.Covers(http))
        {
            await next(http);
            return;
        }

        if (!Add(http))
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(http);
            }
        }
    }

    /// <summary>
    /// Ends them, spread over a time, or over less where they are few: the first ones further apart, since the process that takes them may have
    /// just started.
    /// </summary>
    /// <param name="stop">Ends it before; what is open then, ends with the process.</param>
    public async Task End(TimeSpan over, CancellationToken stop)
    {
        var open = Close();
        var most = open.Count * LongestPause;
        var whole = over < most ? over : most;
        foreach (var (number, http) in open.Index().Where(page => Abort(page.Item)))
        {
            await Task.Delay(whole * (Share(number + 1) - Share(number)), clock, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        double Share(int ended) => Math.Pow((double)ended / open.Count, SlowStart);
    }

    private bool Add(HttpContext http)
    {
        lock (_gate)
        {
            return !_ending && _open.Add(http);
        }
    }

    // What a request that is over belonged to isn't its own any more.
    private bool Abort(HttpContext http)
    {
        lock (_gate)
        {
            var lasts = _open.Contains(http);
            if (lasts)
            {
                http.Abort();
            }

            return lasts;
        }
    }

    private List<HttpContext> Close()
    {
        lock (_gate)
        {
            _ending = true;
            return [.. _open];
        }
    }
}
