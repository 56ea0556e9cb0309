using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Portal.Web.Pages;

/// <summary>
/// Carries what prerendering loaded to the circuit that takes over a second later, so that the page neither asks twice
/// nor flickers through its skeleton. The page carries a one-time ticket only: a catalogue would not fit into the hub's
/// 32 KB. A ticket that is lost (another web process answers, or it came too late) costs one load, nothing else.
/// </summary>
public sealed class PrerenderCache(TimeProvider time)
{
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (Carried What, DateTimeOffset Until)> _waiting = new(
        StringComparer.Ordinal
    );

    public string Put(Carried what)
    {
        var now = time.GetUtcNow();
        foreach (var (ticket, left) in _waiting)
        {
            if (left.Until < now || _waiting.Count > MostWaiting)
            {
                _waiting.TryRemove(ticket, out _);
            }
        }

        var mine = RandomNumberGenerator.GetHexString(32);
        _waiting[mine] = (what, now + Kept);
        return mine;
    }

    public Carried? Take(string ticket) =>
        _waiting.TryRemove(ticket, out var left) && left.Until >= time.GetUtcNow() ? left.What : null;
}

/// <param name="Heard">
/// <see cref="Live.Liveness.Heard"/> from before it was read: where more has been heard when the circuit begins to
/// listen, what is shown may be older than what is there.
/// </param>
public sealed record Carried(object Value, long Heard = 0);
