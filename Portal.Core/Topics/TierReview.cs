using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

/// <summary>
/// Whether a topic's tier may become what a request says. Every later risk counts the tier, and a lower one is no step on a
/// cluster: there is no plan that somebody would approve.
/// </summary>
internal static class TierReview
{
    /// <param name="resource">The topic as it is managed; null when it isn't.</param>
    /// <returns>What is wrong, by field; null when nothing is.</returns>
    public static (string Field, string Words)? Complaint(Caller who, TopicDraft topic, DraftResource? resource)
    {
        if (topic.Operation == ResourceOperation.Delete || topic.Spec is not { } spec || resource is null)
        {
            return null;
        }

        var now = resource.Spec;
        var wanted = topic is { Operation: ResourceOperation.Update, Base: { } origin }
            ? TopicMerge.Over(now, origin, spec)
            : spec;
        return
            wanted.Tier < now.Tier
            && Authority.May(who, new Operation.LowerTier(topic.Name, now.Tier)) is { Granted: false, Words: var words }
            ? ("spec.tier", words)
            : null;
    }

    /// <summary>
    /// Whether a tier stays against a lower one that a request says. What is as high as when the request was sent may be
    /// lowered: <see cref="Complaint"/> was asked then. Nobody was asked about what rose since.
    /// </summary>
    /// <param name="whenSent">Null when the topic wasn't managed then.</param>
    public static bool Keeps(Tier said, Tier now, Tier? whenSent) =>
        said < now && (whenSent is not { } seen || now > seen);
}
