using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Web.Features.Kinds;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Requests;

/// <summary>Fills a form before anybody types: empty, with a resource that is there, or with a request that was sent back.</summary>
public sealed class RequestOpenings(
    IClusterHealth health,
    KindForms kinds,
    ManagedSpecs managed,
    ChangeDetails changes,
    TeamDirectory teams,
    Workplace workplace,
    Me me
)
{
    public async Task<ViewState<RequestView>> Open(RequestOf what, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        return what switch
        {
            RequestOf.Change change => await Change(change, stop),
            RequestOf.Resubmission(var id) => await Resubmission(id, stop),
            RequestOf.New made => await Empty(made, stop),
            _ => throw new InvalidOperationException(what.GetType().Name),
        };
    }

    /// <summary>With one more resource, where the last one is and owned alike.</summary>
    public async Task<RequestView> Add(RequestView view, ResourceKind kind, CancellationToken stop)
    {
        var resource = kinds.Of(kind).Open(FormOrigin.New);
        var wider = await Placed(view, [kind], stop);
        var last = view.Form.Resources[^1];
        var places = wider.Places[kind];
        resource.Owner = last.Owner;
        resource.Cluster = (places.FirstOrDefault(c => c.Name == last.Cluster) ?? Nearest(places))?.Name ?? "";
        view.Form.Add(resource);
        return wider;
    }

    private async Task<ViewState<RequestView>> Empty(RequestOf.New made, CancellationToken stop)
    {
        var resource = kinds.Of(made.Kind).Open(FormOrigin.New);
        resource.Name = made.Name ?? "";
        var view = await View(new RequestForm(resource), stop);
        resource.Owner = view.Teams is [var team, ..] ? team.Name : "";
        var places = view.Places[made.Kind];
        var place = made.Cluster is { } suggested ? places.FirstOrDefault(c => c.Name == suggested) : Nearest(places);
        resource.Cluster = place?.Name ?? "";
        return Ready(view);
    }

    private async Task<ViewState<RequestView>> Change(RequestOf.Change what, CancellationToken stop)
    {
        var (kind, cluster, name) = what;
        var id = health.Current.Values.FirstOrDefault(known => known.Name == cluster)?.Id;
        return id is null || await managed.Of(new(kind, id.Value, name), stop) is not { } now
            ? new ViewState<RequestView>.NotFound(
                $"{name} isn't managed on {cluster}",
                "Only what the portal manages is changed from here: its wanted state is known."
            )
            : Ready(
                await View(
                    new RequestForm(
                        Filled(new(ResourceOperation.Update, now.Spec, now.Spec), kind, cluster, name, now.Owner)
                    ),
                    stop
                )
            );
    }

    private async Task<ViewState<RequestView>> Resubmission(ChangeId id, CancellationToken stop)
    {
        if (await changes.Get(id, stop) is not { Row.State: ChangeState.ChangesRequested } change)
        {
            return new ViewState<RequestView>.NotFound(
                $"Change #{id} can't be edited now",
                "Only a request that was sent back can be edited here."
            );
        }

        var resources = change
            .Resources.Select(r => Filled(new(r.Operation, r.Wanted, r.Base), r.Kind, r.Cluster, r.Name, r.Owner))
            .ToList();
        var form = new RequestForm(resources[0]) { Reason = change.Reason };
        resources.Skip(1).ToList().ForEach(form.Add);
        foreach (var (resource, asked) in resources.Zip(change.Resources))
        {
            asked.DependsOn.ToList().ForEach(place => resource.After.Add(resources[place]));
        }

        return Ready(await View(form, stop) with { Resubmits = (id, change.Version) });
    }

    private ResourceForm Filled(FormOrigin origin, ResourceKind kind, string cluster, string name, string owner)
    {
        var form = kinds.Of(kind).Open(origin);
        (form.Cluster, form.Name, form.Owner) = (cluster, name, owner);
        return form;
    }

    private async Task<RequestView> View(RequestForm form, CancellationToken stop)
    {
        var allowed = (await teams.All(stop)).Where(t => me.May(new CallerAction.RequestChange(t.Id)).Granted);
        var places = ImmutableDictionary<ResourceKind, IReadOnlyList<RequestCluster>>.Empty;
        var view = new RequestView(form, RequestClusters.Of(health, workplace), places, [.. allowed]);
        return await Placed(view, form.Resources.Select(r => r.Kind).Distinct(), stop);
    }

    private async Task<RequestView> Placed(RequestView view, IEnumerable<ResourceKind> of, CancellationToken stop)
    {
        var places = view.Places;
        foreach (var kind in of.Where(kind => !places.ContainsKey(kind)))
        {
            places = places.Add(kind, await kinds.Of(kind).Among(view.Clusters, stop));
        }

        return view with
        {
            Places = places,
        };
    }

    private static RequestCluster? Nearest(IReadOnlyList<RequestCluster> places) =>
        places is [var near, ..] ? near : null;

    private static ViewState<RequestView> Ready(RequestView view) => new ViewState<RequestView>.Ready(view);
}
