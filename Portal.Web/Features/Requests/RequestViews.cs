using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Web.Features.Kinds;
using Portal.Web.Identity;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Requests;

/// <summary>What a form offers to choose from: the person's teams, and the clusters that can hold each kind.</summary>
public sealed class RequestViews(
    IClusterHealth health,
    KindForms kinds,
    ResourceKinds resources,
    TeamDirectory teams,
    Workplace workplace,
    Me me
)
{
    public async Task<RequestView> Of(RequestForm form, CancellationToken stop)
    {
        var allowed = (await teams.All(stop)).Where(t => me.May(new CallerAction.ChooseOwner(t.Id)).Granted);
        var places = ImmutableDictionary<ResourceKind, IReadOnlyList<RequestCluster>>.Empty;
        var view = new RequestView(form, RequestClusters.Of(health, workplace), places, [.. allowed]);
        return await Placed(view, form.Resources.Select(r => r.Kind).Distinct(), stop);
    }

    public async Task<RequestView> Placed(RequestView view, IEnumerable<ResourceKind> of, CancellationToken stop)
    {
        var places = view.Places;
        foreach (var kind in of.Where(kind => !places.ContainsKey(kind)))
        {
            var able = view.Clusters.Where(cluster => cluster.HasKafka || !resources.Of(kind).NeedsKafka);
            places = places.Add(kind, await kinds.Of(kind).Among([.. able], stop));
        }

        return view with
        {
            Places = places,
        };
    }
}
