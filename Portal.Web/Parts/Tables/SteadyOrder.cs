namespace Portal.Web.Parts;

/// <summary>
/// Keeps rows where they are while the pointer is over the table: values change in place, and what is new goes to the
/// end, until the pointer leaves. Nobody clicks on what has just moved away.
/// </summary>
public sealed class SteadyOrder<TRow, TKey>(Func<TRow, TKey> key)
    where TKey : notnull
{
    private IReadOnlyList<TRow> _shown = [];

    public bool Held { get; set; }

    public IReadOnlyList<TRow> Arrange(IReadOnlyList<TRow> wanted)
    {
        _shown = Held ? AsShown(wanted) : wanted;
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
