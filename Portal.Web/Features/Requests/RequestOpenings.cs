using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

/// <summary>Fills a form before anybody types: empty, with a resource that is there, or with another request.</summary>
public sealed class RequestOpenings(
    IClusterHealth health,
    KindForms kinds,
    ManagedSpecs managed,
    RequestViews views,
    RequestCopies copies,
    FormerRequests former
)
{
    public async Task<ViewState<RequestView>> Open(RequestOf what, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        return what switch
        {
            RequestOf.Change change => await Change(change, stop),
            RequestOf.Resubmission(var id) => await former.SentBack(id, stop),
            RequestOf.Copy(var id) => await copies.OfChange(id, stop),
            RequestOf.New made => await New(made, stop),
            _ => throw new InvalidOperationException(what.GetType().Name),
        };
    }

    /// <summary>What was begun before, here or elsewhere.</summary>
    public async Task<ViewState<RequestView>> Resume(DraftId id, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        return await former.Begun(id, stop);
    }

    /// <summary>With one more resource, where the last one is and owned alike.</summary>
    /// <param name="view">With places for its kind.</param>
    public void Add(RequestView view, ResourceKind kind)
    {
        var resource = kinds.Of(kind).Open(FormOrigin.New);
        var last = view.Form.Resources[^1];
        var places = view.Places[kind];
        resource.Owner = last.Owner;
        resource.Cluster = (places.FirstOrDefault(c => c.Name == last.Cluster) ?? Nearest(places))?.Name ?? "";
        view.Form.Add(resource);
    }

    /// <summary>With what goes along with a resource that is in it.</summary>
    /// <inheritdoc cref="Add(RequestView, ResourceKind)"/>
    public void Add(RequestView view, ResourceForm leader, Companion companion) =>
        Accompany(view.Form, leader, companion);

    private async Task<ViewState<RequestView>> New(RequestOf.New made, CancellationToken stop)
    {
        var resource = kinds.Of(made.Kind).Open(FormOrigin.New);
        if (made.Like is { } original)
        {
            if (await copies.OfResource(made.Kind, original, stop) is not { } copy)
            {
                return NotManaged(original.Name, original.Cluster, "Only what the portal manages can be copied here.");
            }

            resource = copy;
        }

        resource.Name = made.Name ?? "";
        if (made.Answers is { } answers)
        {
            resource.BeginWith(answers);
        }

        var form = new RequestForm(resource);
        if (made.IsStream && kinds.CompanionsOf(made.Kind) is [var usual, ..])
        {
            Accompany(form, resource, usual);
        }

        var view = await views.Of(form, stop);
        if (view.Teams.All(team => team.Name != resource.Owner))
        {
            resource.Owner = view.Teams is [var team, ..] ? team.Name : "";
        }

        var places = view.PlacesOf(resource);
        var place = made.Cluster is { } suggested ? places.FirstOrDefault(c => c.Name == suggested) : Nearest(places);
        resource.Cluster = place?.Name ?? "";
        return Ready(view);
    }

    private void Accompany(RequestForm form, ResourceForm leader, Companion companion)
    {
        var resource = kinds.Of(companion.Kind).Open(FormOrigin.New);
        resource.GoWith(leader, companion);
        form.Add(resource);
    }

    private async Task<ViewState<RequestView>> Change(RequestOf.Change what, CancellationToken stop)
    {
        var (kind, cluster, name, answers) = what;
        var id = health.Current.Values.FirstOrDefault(known => known.Name == cluster)?.Id;
        if (id is null || await managed.Of(new(kind, id.Value, name), stop) is not { } now)
        {
            return NotManaged(
                name,
                cluster,
                "Only what the portal manages is changed from here: its wanted state is known."
            );
        }

        var first = answers is null ? now.Spec : await kinds.Of(kind).First(cluster, name, now.Spec, answers, stop);
        var filled = kinds.Filled(new(ResourceOperation.Update, first, now.Spec), kind, cluster, name, now.Owner);
        if (answers is not null)
        {
            filled.BeginWith(answers);
        }

        return Ready(await views.Of(new RequestForm(filled), stop));
    }

    private static RequestCluster? Nearest(IReadOnlyList<RequestCluster> places) =>
        places is [var near, ..] ? near : null;

    private static ViewState<RequestView> NotManaged(string name, string cluster, string more) =>
        new ViewState<RequestView>.NotFound($"{name} isn't managed on {cluster}", more);

    private static ViewState<RequestView> Ready(RequestView view) => new ViewState<RequestView>.Ready(view);
}
