namespace Portal.Web.Features.Topics;

/// <summary>What the catalogue's address asks for. Empty lists narrow nothing.</summary>
public sealed record TopicQuery(
    string? Environment,
    string? Words,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Health,
    IReadOnlyCollection<string> Clusters,
    bool Internal
)
{
    /// <summary>The choices of the health filter: a word for the address, words for the page, and what it means.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, Func<TopicRow, bool> Is)> HealthChoices =
    [
        ("sick", "Unhealthy", row => row.Severity > 3),
        ("unknown", "Unknown", row => row.Severity == 3),
        ("drift", "Drift", row => row.Managed is { Drifts: > 0 }),
        ("unmanaged", "Unmanaged", row => row.Managed is null),
        ("new", "Not enough data yet", row => row.IsTooNew),
        ("healthy", "Healthy", row => row.IsWell),
    ];

    public bool IsFiltered => Words is { Length: > 0 } || Teams.Count + Health.Count + Clusters.Count > 0 || Internal;

    public bool Takes(TopicRow row) =>
        (Environment is null || row.Cluster.Environment == Environment)
        && (Internal || !row.Topic.IsInternal)
        && (Teams.Count == 0 || Teams.Contains(row.Owner, StringComparer.Ordinal))
        && (Clusters.Count == 0 || Clusters.Contains(row.Cluster.Name, StringComparer.Ordinal))
        && (
            Health.Count == 0
            || HealthChoices.Any(choice => Health.Contains(choice.Key, StringComparer.Ordinal) && choice.Is(row))
        )
        && TakesWords(row);

    private bool TakesWords(TopicRow row) =>
        Words is not { Length: > 0 }
        || row.Name.Contains(Words, StringComparison.OrdinalIgnoreCase)
        || row.Managed?.OwnerTitle.Contains(Words, StringComparison.OrdinalIgnoreCase) == true
        || row.Managed?.Spec.Description.Contains(Words, StringComparison.OrdinalIgnoreCase) == true;
}
