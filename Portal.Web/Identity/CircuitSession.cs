using Microsoft.JSInterop;
using Portal.Core.People;

namespace Portal.Web.Identity;

/// <summary>
/// The session of one circuit, by the key that its browser came with. Whoever signs in again gives the session another key: their open pages go on once
/// their browser has brought it. A page that was opened with a copy of the former cookie has no way to it: the new sign-in doesn't count there, and it ends.
/// </summary>
internal sealed class CircuitSession(Sessions sessions, SealedKey sealedKey, IJSRuntime browser, TimeProvider time)
{
    /// <summary>So long may the new cookie be on its way to a browser that answers without it.</summary>
    private static readonly TimeSpan LongestWithout = TimeSpan.FromSeconds(10);

    /// <summary>A tab in the background may be frozen, or its connection down: what was typed there stays for as long.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private string _key = "";
    private long? _number;
    private DateTimeOffset? _proved;

    // When it was first seen that the key is a former one; 0: it isn't.
    private long _formerSince;

    public void Open(string key) => _key = key;

    /// <returns>
    /// Who has the session now, with their present roles; null when it has ended, or the person's access has. While the browser may still bring the new
    /// key it goes on, proved as long ago as before.
    /// </returns>
    public async Task<KnownCaller?> Look(CancellationToken stop)
    {
        if (await sessions.Caller(_key, stop) is { } present)
        {
            (_number, _proved, _formerSince) = (present.Caller.Session, present.Caller.ProvedAt, 0);
            return present;
        }

        if (_number is not { } number || await sessions.Caller(number, stop) is not { } held)
        {
            return null;
        }

        var since = _formerSince == 0 ? time.GetTimestamp() : _formerSince;
        _formerSince = since;
        var brought = await sealedKey.Ask(browser, stop);
        if (
            brought is { Length: > 0 } key
            && await sessions.Caller(key, stop) is { } renewed
            && renewed.Caller.Session == number
        )
        {
            (_key, _proved, _formerSince) = (key, renewed.Caller.ProvedAt, 0);
            return renewed;
        }

        // Another look may have found it meanwhile.
        var longest = brought is null ? LongestSilence : LongestWithout;
        return _formerSince == 0 || time.GetElapsedTime(since) < longest ? held.Proved(_proved) : null;
    }
}
