using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Requests;

/// <summary>Fills a form before anybody types: empty, with a topic that is there, or with a request that was sent back.</summary>
public sealed class RequestOpenings(
    IClusterHealth health,
    ManagedTopics managed,
    ChangeDetails changes,
    TeamDirectory teams,
    Workplace workplace,
    Me me
)
{
    public async Task<ViewState<RequestView>> Open(RequestOf what, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var view = new RequestView(new RequestForm(), Clusters(), await Teams(stop));
        return what switch
        {
            RequestOf.Change(var cluster, var name) => await Change(view, cluster, name, stop),
            RequestOf.Resubmission(var id) => await Resubmission(view, id, stop),
            RequestOf.New(var name) => Ready(view with { Form = Empty(view, name) }),
            _ => throw new InvalidOperationException(what.GetType().Name),
        };
    }

    private static RequestForm Empty(RequestView view, string? name)
    {
        // Clusters of the environment that is looked at come first.
        var form = new RequestForm
        {
            Name = name ?? "",
            Owner = view.Teams is [var team, ..] ? team.Name : "",
            Cluster = view.Clusters is [var nearest, ..] ? nearest.Name : "",
        };
        form.Choose("event-stream");
        return form;
    }

    private async Task<ViewState<RequestView>> Change(
        RequestView view,
        string cluster,
        string name,
        CancellationToken stop
    )
    {
        var id = health.Current.Values.FirstOrDefault(known => known.Name == cluster)?.Id;
        return id is null || await managed.Get(id.Value, name, stop) is not { } topic
            ? new ViewState<RequestView>.NotFound(
                $"{name} isn't managed on {cluster}",
                "Only topics that the portal manages are changed from here: their wanted state is known."
            )
            : Ready(
                view with
                {
                    Form = Filled(ResourceOperation.Update, topic.Spec, topic.Spec, cluster, name, topic.Owner, ""),
                }
            );
    }

    private async Task<ViewState<RequestView>> Resubmission(RequestView view, ChangeId id, CancellationToken stop) =>
        await changes.Get(id, stop)
            is { Resources: [{ Wanted: TopicSpec wanted } only], Row.State: ChangeState.ChangesRequested } change
            ? Ready(
                view with
                {
                    Form = Filled(
                        only.Operation,
                        wanted,
                        only.Base as TopicSpec,
                        only.Cluster,
                        only.Name,
                        only.Owner,
                        change.Reason
                    ),
                    Resubmits = (id, change.Version),
                }
            )
            : new ViewState<RequestView>.NotFound(
                $"Change #{id} can't be edited now",
                "Only a request that was sent back, for one topic, can be edited here."
            );

    private static RequestForm Filled(
        ResourceOperation operation,
        TopicSpec spec,
        TopicSpec? origin,
        string cluster,
        string name,
        string owner,
        string reason
    )
    {
        var form = new RequestForm
        {
            Operation = operation,
            Current = spec,
            Base = origin,
            Cluster = cluster,
            Name = name,
            Owner = owner,
            Reason = reason,
            Description = spec.Description,
        };
        form.Intent = form.Intent with { Tier = spec.Tier };
        return form;
    }

    private static ViewState<RequestView> Ready(RequestView view) => new ViewState<RequestView>.Ready(view);

    private IReadOnlyList<RequestCluster> Clusters() =>
        [
            .. health
                .Current.Values.OrderBy(cluster => cluster.Environment != workplace.Environment)
                .ThenBy(cluster => cluster.Name, StringComparer.Ordinal)
                .Select(cluster => new RequestCluster(
                    cluster.Name,
                    cluster.Environment,
                    cluster.Brokers.Length == 0 ? null : cluster.Brokers.Length
                )),
        ];

    private async Task<IReadOnlyList<Team>> Teams(CancellationToken stop) =>
        [.. (await teams.All(stop)).Where(team => me.May(new CallerAction.RequestChange(team.Id)).Granted)];
}
