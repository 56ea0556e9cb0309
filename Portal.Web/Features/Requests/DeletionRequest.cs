using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Asking from a resource's own page for its deletion: a change like any other, with its name typed.</summary>
public sealed class DeletionRequest(ChangeRequests requests, TeamDirectory teams, StoreWatch silence, Me me)
{
    /// <summary>Whether this person may ask to change or delete what this team owns.</summary>
    public async Task<bool> MayAsk(string owner, CancellationToken stop) =>
        await teams.Find(owner, stop) is { } team && me.May(new CallerAction.RequestChange(team.Id)).Granted;

    /// <param name="on">What is to be deleted: its kind, its cluster by name, and its own name.</param>
    public Task<Outcome<ChangeId>> Ask(
        (ResourceKind Kind, string Cluster, string Name) on,
        string owner,
        string typed,
        string reason,
        bool isPermanent = false
    ) =>
        silence.Ask(() =>
            requests.Submit(
                me.Caller,
                new ChangeDraft(
                    "",
                    reason,
                    owner,
                    [
                        new ResourceDraft(
                            on.Kind,
                            ResourceOperation.Delete,
                            on.Cluster,
                            on.Name,
                            null,
                            typed,
                            IsPermanent: isPermanent
                        ),
                    ]
                ),
                CancellationToken.None
            )
        );
}
