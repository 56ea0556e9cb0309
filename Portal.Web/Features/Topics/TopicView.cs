using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>A topic with everything its page shows.</summary>
/// <param name="Readers">Its consumer groups as far as they read it, worst first.</param>
/// <param name="Changes">Those about it, newest first.</param>
/// <param name="Rates">The last hours or days; null on tabs that don't draw it.</param>
/// <param name="Schemas">Null on tabs that don't show them.</param>
/// <param name="Jobs">Those whose statements name it.</param>
/// <param name="MayChange">This person may ask to change or delete it.</param>
public sealed record TopicView(
    TopicRow Row,
    IReadOnlyList<TopicReader> Readers,
    IReadOnlyList<ChangeRow> Changes,
    IReadOnlyList<Drift> Drifts,
    IReadOnlyList<RatePoint>? Rates,
    Window Window,
    TopicSchemas? Schemas,
    IReadOnlyList<TopicJob> Jobs,
    bool MayChange
)
{
    public const int ChangesShown = 20;

    /// <summary>How far back the rates reach.</summary>
    public ChartSpan Span { get; init; } = ChartSpan.Of(null);

    /// <summary>Who may do what with it; null on tabs that don't show it.</summary>
    public AccessAround? Access { get; init; }

    /// <summary>How many changes there are about it; null when there may be more than are shown.</summary>
    public int? ChangeCount => Changes.Count < ChangesShown ? Changes.Count : null;

    public TopicSnapshot Topic => Row.Topic;

    public ClusterSnapshot Cluster => Row.Cluster;
}
