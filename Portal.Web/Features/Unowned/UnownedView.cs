using Portal.Core.Catalogue;
using Portal.Core.Wording;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Unowned;

/// <summary>What nobody owns at one moment.</summary>
/// <param name="Count">How many match the filters.</param>
/// <param name="Choice">How this person can make a team their owner; null: not at all.</param>
/// <param name="Clusters">The clusters of the environment, by name.</param>
public sealed record UnownedView(
    UnownedFilter Filter,
    IReadOnlyList<UnownedRow> Rows,
    int Count,
    OwnerChoice? Choice,
    IReadOnlyList<string> Clusters
)
{
    /// <summary>What was never read, where nothing is listed: of that nobody knows whether it has an owner.</summary>
    public IReadOnlyList<UnreadKind> Unread { get; init; } = [];

    public bool HasMore => Rows.Count < Count;

    public string Summary =>
        $"{(HasMore ? $"{Quantity.Count(Rows.Count)} of " : "")}{Quantity.Of(Count, "resource", "resources")}";
}
