using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>A topic that somebody looks for and that isn't there, as far as is known: not yet, not any more, or never; the words say which.</summary>
internal static class MissingTopic
{
    public static ViewState<TopicView>.NotFound Of(
        ClusterSnapshot cluster,
        string name,
        ManagedTopic? owned,
        IReadOnlyList<ChangeRow> about
    ) =>
        (cluster, owned, about) switch
        {
            ({ HasKafka: true, ListedAt: null }, _, _) => new(
                $"{cluster.Name} has not been read yet",
                $"Whether the topic {name} exists is unknown. {UnreadClusters.Why(cluster)}"
            ),
            (_, not null, _) when Absence(cluster, owned) == TopicAbsence.NotSeenYet => new(
                $"The topic {name} has not been seen since its last change",
                $"{cluster.Name} was last read before that change, or just after it; a later reading shows whether the topic is there."
            ),
            (_, not null, _) => new(
                NotThere(cluster, name),
                "The portal manages it, but the cluster doesn't have it any more."
            ),
            (_, null, [var last, ..]) => new(
                NotThere(cluster, name),
                $"The last change about it is #{last.Id}, {last.Title}: {last.State.InWords()}."
            ),
            _ => new(NotThere(cluster, name), "It never was, or it went before the portal watched this cluster."),
        };

    /// <summary>Of one that is managed.</summary>
    public static TopicAbsence Absence(ClusterSnapshot cluster, ManagedTopic owned) =>
        cluster.ListedAt - owned.UpdatedAt > TopicDrift.ShownWithin ? TopicAbsence.Gone : TopicAbsence.NotSeenYet;

    /// <summary>As a list shows it, with what stands below.</summary>
    public static (string Word, string Reason) InWords(ClusterSnapshot cluster, TopicAbsence absence) =>
        absence == TopicAbsence.Gone ? ("Gone", $"not on {cluster.Name} any more")
        : cluster.ListedAt is null ? ("Not seen yet", $"{cluster.Name} has not been read yet")
        : ("Not seen yet", $"changed after {cluster.Name} was last read, or just before");

    private static string NotThere(ClusterSnapshot cluster, string name) =>
        $"There is no topic {name} on {cluster.Name}";
}
