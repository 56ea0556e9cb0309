using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// Whether a topic of a request is its owner's to ask for. A managed topic that somebody deleted by hand is its team's
/// still: another one doesn't get it by making it again.
/// </summary>
internal static class OwnershipReview
{
    /// <param name="resource">The topic as it is managed; null when it isn't.</param>
    /// <returns>What is wrong, by field; null when nothing is.</returns>
    public static (string Field, string Words)? Complaint(
        TopicDraft topic,
        DraftCluster cluster,
        DraftResource? resource,
        Team? owner
    )
    {
        var isCreate = topic.Operation == ResourceOperation.Create;
        return (resource, isCreate) switch
        {
            (null, true) => null,
            (null, false) => (
                "name",
                $"{topic.Name} isn't managed by the portal on {cluster.Name}, so it isn't changed from here."
            ),
            _ when owner is null || resource.Owner == owner.Id => null,
            (_, true) => (
                "name",
                $"{topic.Name} belongs to {resource.OwnerTitle}, also while it isn't on {cluster.Name}. Choose another name, or ask as its owner."
            ),
            _ => ("owner", $"{topic.Name} belongs to {resource.OwnerTitle}; ask as its owner."),
        };
    }
}
