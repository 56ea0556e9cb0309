using Portal.Core.Catalogue;

namespace Portal.Web.Features.Unowned;

/// <summary>What is chosen of it.</summary>
public sealed partial class UnownedModel
{
    private readonly Dictionary<UnownedKey, UnownedRow> _chosen = [];

    /// <summary>Also those that the filters hide by now.</summary>
    public IReadOnlyCollection<UnownedRow> Chosen => _chosen.Values;

    /// <summary>How many were chosen and are so no longer: somebody owns them by now, or they are gone.</summary>
    public int Dropped { get; private set; }

    public bool IsChosen(UnownedRow row) => _chosen.ContainsKey(row.Key);

    public void Choose(UnownedRow row, bool isChosen)
    {
        // A page whose connection is back sends once more what its boxes show.
        if (isChosen == IsChosen(row))
        {
            return;
        }

        Requested = [];
        Dropped = 0;
        if (isChosen)
        {
            _chosen[row.Key] = row;
        }
        else
        {
            _chosen.Remove(row.Key);
        }
    }

    public void ChooseNone()
    {
        Dropped = 0;
        _chosen.Clear();
    }

    /// <summary>All that are shown and can be claimed.</summary>
    public void ChooseShown()
    {
        Requested = [];
        Dropped = 0;
        foreach (var row in Value!.Rows.Where(row => row.IsClaimable))
        {
            _chosen[row.Key] = row;
        }
    }

    // One that isn't listed any more would have all of them refused, and could not be unselected.
    private async Task DropOwned(IReadOnlyList<UnownedRow> shown, CancellationToken stop)
    {
        var hidden = _chosen.Keys.Except(shown.Select(row => row.Key)).ToList();
        if (hidden.Count > 0)
        {
            var there = await unowned.Among(hidden, stop);
            Dropped += hidden.Count(key => !there.Contains(key) && _chosen.Remove(key));
        }
    }
}
