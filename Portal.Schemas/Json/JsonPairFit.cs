namespace Portal.Schemas.Json;

/// <summary>How well a pair fits by what is known so far. In a circle that is used before it is known: the best is assumed until then.</summary>
internal sealed class JsonPairFit(JsonPlace read, JsonPlace written)
{
    private HashSet<JsonPairFit>? _users;
    private bool _isStale;

    public JsonPlace Read => read;

    public JsonPlace Written => written;

    public JsonFit Fit { get; private set; } = JsonFit.Taken;

    /// <summary>Another pair was judged by this one. What is refused can't get worse, and is used for good.</summary>
    public void UsedFor(JsonPairFit user)
    {
        if (Fit != JsonFit.Refused)
        {
            (_users ??= []).Add(user);
        }
    }

    /// <param name="found">Counts where it is worse than what was known.</param>
    /// <returns>The pairs that have to be judged again for it, each once until it is.</returns>
    public IReadOnlyList<JsonPairFit> Judged(JsonFit found)
    {
        _isStale = false;
        if (found >= Fit)
        {
            return [];
        }

        Fit = found;
        var stale = _users?.Where(user => user.Fit != JsonFit.Refused && !user._isStale).ToList() ?? [];
        stale.ForEach(user => user._isStale = true);
        _users = null;
        return stale;
    }
}
