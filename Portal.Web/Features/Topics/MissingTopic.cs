using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Pages;

namespace Portal.Web.Features.Topics;

/// <summary>A topic that somebody looks for and that isn't there: not yet, not any more, or never; the words say which.</summary>
internal static class MissingTopic
{
    public static ViewState<TopicView>.NotFound Of(
        ClusterSnapshot cluster,
        string name,
        ManagedTopic? owned,
        IReadOnlyList<ChangeRow> about
    ) =>
        new(
            $"There is no topic {name} on {cluster.Name}",
            (owned, about) switch
            {
                (not null, _) when cluster.Collector.CycleAt is { } at && owned.CreatedAt > at =>
                    "It was created a moment ago; the next reading shows it here.",
                (not null, _) =>
                    "The portal manages it, but the cluster doesn't have it any more: somebody deleted it elsewhere.",
                (null, [var last, ..]) =>
                    $"The last change about it is #{last.Id}, {last.Title}: {last.State.InWords()}.",
                _ => "It never was, or it went before the portal watched this cluster.",
            }
        );
}
