using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Asking from a resource's own page that what is live becomes what is wanted.</summary>
public sealed class AdoptionRequest(ChangeRequests requests, StoreWatch silence, Me me)
{
    public Task<Outcome<ChangeId>> Ask(ResourceKind kind, string cluster, string name, string owner, string reason) =>
        silence.Ask(() =>
            requests.Submit(
                me.Caller,
                new ChangeDraft(
                    "",
                    reason,
                    owner,
                    [new ResourceDraft(kind, ResourceOperation.Adopt, cluster, name, null)]
                ),
                CancellationToken.None
            )
        );
}
