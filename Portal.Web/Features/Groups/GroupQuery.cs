using Portal.Core.Catalogue;
using Portal.Core.Health;

namespace Portal.Web.Features.Groups;

/// <summary>What the list's address asks for. Empty lists narrow nothing.</summary>
public sealed record GroupQuery(
    string? Environment,
    string? Words,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Health,
    IReadOnlyCollection<string> Clusters
)
{
    /// <summary>The choices of the health filter: a word for the address, words for the page, and what it means.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, Func<GroupRow, bool> Is)> HealthChoices =
    [
        ("stopped", "Stopped", row => row.Group.Status == LagStatus.Stopped),
        ("stalled", "Stalled", row => row.Group.Status == LagStatus.Stalled),
        ("rewound", "Rewound", row => row.Group.Status == LagStatus.Rewound),
        ("behind", "Falling behind", row => CatchUp.FallsBehind(row.Group)),
        ("unknown", "Unknown", row => row.Group.Status == LagStatus.Unknown),
        ("new", "Not enough data yet", row => row.Group.Status == LagStatus.NotEnoughData),
        ("ok", "OK", row => row.Group.Status == LagStatus.Ok),
    ];

    public bool IsFiltered => Words is { Length: > 0 } || Teams.Count + Health.Count + Clusters.Count > 0;

    private GroupFilter Filter => new(Environment, Teams, null, Words);

    public bool Takes(GroupRow row) =>
        Filter.Lets(row)
        && (Clusters.Count == 0 || Clusters.Contains(row.Cluster, StringComparer.Ordinal))
        && (
            Health.Count == 0
            || HealthChoices.Any(choice => Health.Contains(choice.Key, StringComparer.Ordinal) && choice.Is(row))
        );
}
