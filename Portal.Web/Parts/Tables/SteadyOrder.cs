namespace Portal.Web.Parts;

/// <summary>
/// Keeps rows where they are while the table is used: values change in place, and what is new goes to the end, until the
/// pointer leaves or half a minute after it came or the last click or focus in the table. Nobody clicks on what has just
/// moved away, and a pointer left behind hides nothing that became worse.
/// </summary>
public sealed class SteadyOrder<TRow, TKey>(Func<TRow, TKey> key)
    where TKey : notnull
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private IReadOnlyList<TRow> _shown = [];
    private DateTimeOffset? _heldUntil;

    /// <summary>The pointer came over the table, or something in it was clicked or got the focus.</summary>
    public void Hold(DateTimeOffset now) => _heldUntil = now + Longest;

    /// <summary>The pointer left.</summary>
    public void Release() => _heldUntil = null;

    /// <summary>Another order was chosen: rows take it, and are kept in that one from now on.</summary>
    public void Forget() => _shown = [];

    public IReadOnlyList<TRow> Arrange(IReadOnlyList<TRow> wanted, DateTimeOffset now)
    {
        _shown = now < _heldUntil ? AsShown(wanted) : wanted;
        return _shown;
    }

    private IReadOnlyList<TRow> AsShown(IReadOnlyList<TRow> wanted)
    {
        var places = new Dictionary<TKey, int>(_shown.Count);
        for (var i = 0; i < _shown.Count; i++)
        {
            places[key(_shown[i])] = i;
        }

        return [.. wanted.OrderBy(row => places.GetValueOrDefault(key(row), int.MaxValue))];
    }
}
