using Portal.Core.Health;

namespace Portal.Web.Parts;

/// <summary>Clusters that never answered: what is on them isn't known, which a list that shows nothing has to say.</summary>
public sealed class UnreadClusters
{
    private const string First = "The first readings are on their way; this page updates automatically.";
    private readonly IReadOnlyList<ClusterSnapshot> _unread;
    private readonly int _read;

    private UnreadClusters(IReadOnlyList<ClusterSnapshot> unread, int read) => (_unread, _read) = (unread, read);

    public string Title =>
        $"{(_unread is [var only] ? $"{only.Name} has" : $"{_unread.Count} clusters have")} not been read yet";

    /// <summary>Null: all of them have answered.</summary>
    public static UnreadClusters? Among(IReadOnlyList<ClusterSnapshot> clusters) =>
        clusters.Where(cluster => cluster.ListedAt is null).ToList() is [_, ..] unread
            ? new(unread, clusters.Count - unread.Count)
            : null;

    /// <summary>Why one of them wasn't read.</summary>
    public static string Why(ClusterSnapshot unread) => unread.Collector.Complaint ?? First;

    /// <summary>Why they weren't read, and that there is nothing on the others.</summary>
    /// <param name="things">What the list is of.</param>
    public string Words(string things)
    {
        var why =
            _unread is [var only] ? Why(only)
            : _unread.All(cluster => cluster.Collector.Complaint is null) ? First
            : "The page of each cluster has the reason.";
        return _read switch
        {
            0 => why,
            1 => $"{why} There are no {things} on the other cluster.",
            _ => $"{why} There are no {things} on the other clusters.",
        };
    }
}
