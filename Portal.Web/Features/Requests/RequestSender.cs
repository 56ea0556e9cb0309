using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Sends a form: a new request, or one that was sent back.</summary>
public sealed class RequestSender(ChangeRequests requests, StoreWatch store, Me me)
{
    public Task<Outcome<ChangeId>> Send(RequestView view) =>
        store.Ask(() =>
            view.Resubmits is { } former
                ? requests.Resubmit(me.Caller, former.Id, former.Version, view.Draft(), CancellationToken.None)
                : requests.Submit(me.Caller, view.Draft(), CancellationToken.None)
        );
}
