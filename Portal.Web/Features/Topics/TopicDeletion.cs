using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Health;
using Portal.Web.Identity;

namespace Portal.Web.Features.Topics;

/// <summary>Asking for a topic's deletion: a change like any other, with its name typed.</summary>
public sealed class TopicDeletion(ChangeRequests requests, IDbContextFactory<PortalDb> store, StoreWatch silence, Me me)
{
    /// <summary>Whether this person may ask to change or delete it.</summary>
    public async Task<bool> MayAsk(ManagedTopic topic, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var owner = await db.Teams.Where(team => team.Name == topic.Owner).Select(team => team.Id).SingleAsync(stop);
        return me.May(new Operation.RequestChange(owner)).Granted;
    }

    public Task<Outcome<ChangeId>> Ask(ManagedTopic topic, string cluster, string typed, string reason) =>
        silence.Ask(() =>
            requests.Submit(
                me.Caller,
                new ChangeDraft(
                    "",
                    reason,
                    topic.Owner,
                    [new TopicDraft(ResourceOperation.Delete, cluster, topic.Name, null, typed)]
                ),
                CancellationToken.None
            )
        );
}
