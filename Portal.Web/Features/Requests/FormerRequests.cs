using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Web.Features.Kinds;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

/// <summary>Forms to go on with: a request that was sent back, or one that was begun and not sent.</summary>
public sealed class FormerRequests(
    KindForms kinds,
    ChangeDetails changes,
    RequestViews views,
    RequestDrafts drafts,
    KeptForms kept,
    Me me
)
{
    public async Task<ViewState<RequestView>> SentBack(ChangeId id, CancellationToken stop)
    {
        if (await changes.Get(id, stop) is not { Row.State: ChangeState.ChangesRequested, HasForm: true } change)
        {
            return new ViewState<RequestView>.NotFound(
                $"Change #{id} can't be edited now",
                "Only a request that was sent back can be edited here. An adoption, a claim or a transfer is cancelled and requested anew."
            );
        }

        if (change.EditActs.Select(me.May).FirstOrDefault(may => !may.Granted) is { } no)
        {
            var owners = string.Join(", ", change.Row.Owners.Select(owner => owner.Title));
            return new ViewState<RequestView>.Denied(
                no.Words,
                $"Contact whoever requested it, or members of {owners}."
            );
        }

        var resources = change
            .Resources.Select(r =>
                kinds.Filled(
                    new(r.Operation, r.Wanted, r.Base, IsPermanent: r.IsPermanent, KeepsLabels: r.KeepsLabels),
                    r.Kind,
                    r.Cluster,
                    r.Name,
                    r.Owner
                )
            )
            .ToList();
        var form = new RequestForm(resources[0]) { Reason = change.Reason };
        resources.Skip(1).ToList().ForEach(form.Add);
        foreach (var (resource, asked) in resources.Zip(change.Resources))
        {
            asked.DependsOn.ToList().ForEach(place => resource.After.Add(resources[place]));
        }

        return Ready(await views.Of(form, stop) with { Resubmits = (id, change.Version) });
    }

    public async Task<ViewState<RequestView>> Begun(DraftId id, CancellationToken stop) =>
        await drafts.Get(me.Caller, id, stop) is { } draft && kept.Read(draft) is var (form, resubmits)
            ? Ready(
                await views.Of(form, stop) with
                {
                    Resubmits = resubmits,
                    Saved = new SavedDraft(draft.Id, draft.Version, draft.UpdatedAt),
                }
            )
            : new ViewState<RequestView>.NotFound(
                $"You have no draft {id}",
                "It was sent or deleted, or nobody went on with it for a while."
            );

    private static ViewState<RequestView> Ready(RequestView view) => new ViewState<RequestView>.Ready(view);
}
