using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Identity;

namespace Portal.Web.Features.Topics;

/// <summary>Asking for a topic's deletion: a change like any other, with its name typed.</summary>
public sealed class TopicDeletion(ChangeRequests requests, TeamDirectory teams, StoreWatch silence, Me me)
{
    /// <summary>Whether this person may ask to change or delete it.</summary>
    public async Task<bool> MayAsk(ManagedTopic topic, CancellationToken stop) =>
        await teams.Find(topic.Owner, stop) is { } owner && me.May(new CallerAction.RequestChange(owner.Id)).Granted;

    public Task<Outcome<ChangeId>> Ask(ManagedTopic topic, string cluster, string typed, string reason) =>
        silence.Ask(() =>
            requests.Submit(
                me.Caller,
                new ChangeDraft(
                    "",
                    reason,
                    topic.Owner,
                    [new ResourceDraft(TopicKind.Word, ResourceOperation.Delete, cluster, topic.Name, null, typed)]
                ),
                CancellationToken.None
            )
        );
}
