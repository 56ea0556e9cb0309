using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Portal.Web.Pages;

/// <summary>
/// Carries what prerendering loaded to the circuit that takes over a second later, so that the page neither asks twice
/// nor flickers through its skeleton. The page carries a one-time ticket only: a catalogue would not fit into the hub's
/// 32 KB. A ticket that is lost (another web process answers, or it came too late) costs one load, nothing else.
/// </summary>
public sealed class PrerenderCache : IDisposable
{
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);
    private readonly TimeProvider _time;
    private readonly ITimer _forgetting;
    private readonly ConcurrentDictionary<string, (Carried What, DateTimeOffset Until)> _waiting = new(
        StringComparer.Ordinal
    );

    /// <summary>What nobody takes over is forgotten also when no other page is asked for: it keeps a whole snapshot in memory.</summary>
    public PrerenderCache(TimeProvider time)
    {
        _time = time;
        _forgetting = time.CreateTimer(_ => Forget(), state: null, Kept, Kept);
    }

    public string Put(Carried what)
    {
        if (_waiting.Count > MostWaiting)
        {
            Forget();
        }

        if (_waiting.Count > MostWaiting)
        {
            _waiting.Clear();
        }

        var mine = RandomNumberGenerator.GetHexString(32);
        _waiting[mine] = (what, _time.GetUtcNow() + Kept);
        return mine;
    }

    public Carried? Take(string ticket) =>
        _waiting.TryRemove(ticket, out var left) && left.Until >= _time.GetUtcNow() ? left.What : null;

    public void Dispose() => _forgetting.Dispose();

    private void Forget()
    {
        var now = _time.GetUtcNow();
        foreach (var (ticket, left) in _waiting)
        {
            if (left.Until < now)
            {
                _waiting.TryRemove(ticket, out _);
            }
        }
    }
}

/// <param name="Received">
/// <see cref="Live.Liveness.Received"/> from before it was read: where more has been heard when the circuit begins to
/// listen, what is shown may be older than what is there.
/// </param>
public sealed record Carried(object Value, long Received = 0);
