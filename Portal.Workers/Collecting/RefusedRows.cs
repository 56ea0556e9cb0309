using Portal.Engines;

namespace Portal.Workers.Collecting;

/// <summary>What the store won't have, until it is gone or written after all.</summary>
internal sealed class RefusedRows
{
    // By what it is of and its name: a group and its members are two rows.
    private readonly Dictionary<(object Of, string Name), string> _why = [];

    /// <summary>For a person; null: the store has everything.</summary>
    public string? Complaint =>
        _why.Count == 0 ? null
        : _why.Count == 1 ? $"Not stored: {_why.Values.First()}"
        : $"Not stored: {_why.Values.First()} And {_why.Count - 1} more.";

    public void Add(object of, string name, string why) => _why[(of, name)] = $"{EngineText.Name(name)} ({why}).";

    public void Written(object of, string name) => _why.Remove((of, name));

    /// <summary>A topic or a group is gone, with all that is of it.</summary>
    public void Gone(object of)
    {
        foreach (var row in _why.Keys.Where(row => ReferenceEquals(row.Of, of)).ToList())
        {
            _why.Remove(row);
        }
    }
}
