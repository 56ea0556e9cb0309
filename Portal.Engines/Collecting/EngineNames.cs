using System.Collections.Concurrent;

namespace Portal.Engines.Collecting;

/// <summary>What a cluster calls the groups and topics whose names can't be stored or shown as they are.</summary>
internal sealed class EngineNames
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, string> _shortened = new(StringComparer.Ordinal);

    public string Shown(string original)
    {
        var shown = EngineText.Name(original);
        if (!ReferenceEquals(shown, original) && EngineText.Original(shown) != original)
        {
            if (_shortened.Count >= Most)
            {
                _shortened.Clear();
            }

            _shortened[shown] = original;
        }

        return shown;
    }

    /// <remarks>
    /// A shortened name that wasn't seen since this process began is asked about as it is: the cluster has nothing by that
    /// name, so a group that isn't listed any more counts as gone.
    /// </remarks>
    public string Original(string shown) =>
        _shortened.TryGetValue(shown, out var original) ? original : EngineText.Original(shown);
}
