using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Sends a form: a new request, or one that was sent back.</summary>
public sealed class RequestSender(ChangeRequests requests, StoreWatch store, Me me)
{
    /// <param name="from">The draft that it is kept as, and its version; null: none.</param>
    public Task<Outcome<ChangeId>> Send(RequestView view, (DraftId Id, int Version)? from)
    {
        var draft = view.Draft() with { From = from };
        return store.Ask(() =>
            view.Resubmits is { } former
                ? requests.Resubmit(me.Caller, former.Id, former.Version, draft, CancellationToken.None)
                : requests.Submit(me.Caller, draft, CancellationToken.None)
        );
    }
}
