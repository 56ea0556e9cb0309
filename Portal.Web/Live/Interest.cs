using Portal.Core.Changes;

namespace Portal.Web.Live;

/// <summary>What somebody watches.</summary>
/// <param name="Cluster">The name of the one whose readings matter, asked at each of them; null: all.</param>
/// <param name="Concerns">Which changes matter; left out: all, whenever one moves into another state.</param>
public sealed record Interest(
    LiveOn What,
    Func<string?>? Cluster = null,
    Func<ChangeNotification, bool>? Concerns = null
)
{
    /// <summary>What it shows moves with everything, and so for everybody at the same time: those who watch such take turns.</summary>
    public bool TakesTurns { get; init; } = Concerns is null;

    /// <summary>The first at once, those right after it together: a storm of all changes costs a list few looks.</summary>
    public TimeSpan ChangesAtMostEvery => TimeSpan.FromMilliseconds(TakesTurns ? 500 : 100);

    /// <summary>What it shows moves with the readings of all clusters, whichever of them was read.</summary>
    public bool IsOfAllClusters { get; init; } = Concerns is null && Cluster?.Invoke() is null;

    public bool Includes(ChangeNotification notice) => Concerns?.Invoke(notice) ?? notice.Moved is not null;

    public bool Includes(string cluster) => Cluster?.Invoke() is not { } one || one == cluster;
}
