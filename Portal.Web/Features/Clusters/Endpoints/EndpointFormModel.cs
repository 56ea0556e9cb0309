using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>The form of one engine of a cluster.</summary>
/// <param name="Known">As it is set now; null when it isn't.</param>
public sealed record EndpointFormView(Cluster Cluster, Endpoint? Known, EndpointForm Form);

/// <summary>Setting and removing an engine of a cluster that has an HTTP API.</summary>
/// <param name="kind">Its own endpoint.</param>
/// <param name="gateway">The one beside it; null when it has none.</param>
public abstract class EndpointFormModel(
    EndpointKind kind,
    EndpointKind? gateway,
    ClusterCatalogue clusters,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : ConnectionFormModel<EndpointFormView, EndpointFacts>(time)
{
    private readonly EndpointKind[] _kinds = gateway is { } beside ? [kind, beside] : [kind];

    public bool HasGateway => gateway is not null;

    /// <summary>Whether it is to be said which clusters its jobs may use.</summary>
    public bool RunsJobs => kind == EndpointKind.Flink;

    /// <summary>Whether it can be signed in to with a client certificate.</summary>
    public bool TakesCertificate => kind != EndpointKind.JobRegistry;

    protected Caller Caller => me.Caller;

    public async Task Load(string name, CancellationToken stop)
    {
        var permission = me.May(new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            Show(new ViewState<EndpointFormView>.Denied(permission.Words, "Contact a platform engineer."));
        }
        else if (await clusters.Find(name, stop) is { Cluster: var cluster })
        {
            var known = cluster.Endpoints.Find(e => e.Kind == kind);
            Show(
                new EndpointFormView(
                    cluster,
                    known,
                    EndpointForm.Of(known, cluster.Endpoints.Find(e => e.Kind == gateway))
                )
            );
        }
        else
        {
            Show(
                new ViewState<EndpointFormView>.NotFound($"No cluster {name}", "It isn't registered, or not any more.")
            );
        }
    }

    /// <summary>Connects and says what is there; stores nothing.</summary>
    public Task Try() => Ask(async view => Read(await silence.Ask(() => Probe(view.Cluster.Id, view.Form))));

    /// <summary>Tests once more and stores. True when it is stored.</summary>
    public async Task<bool> Save()
    {
        var ran = await Ask(async view =>
            Read(await silence.Ask(() => Save(view.Cluster.Id, view.Form, HttpTag.Of(view.Cluster, _kinds))))
        );
        return ran && Test is { Refused: null };
    }

    /// <summary>True when it is removed.</summary>
    public async Task<bool> Remove()
    {
        var ran = await Ask(async view =>
            (null, (await silence.Ask(() => Remove(view.Cluster.Id)) as Outcome<ClusterId>.Refused)?.Why)
        );
        return ran && Test is { Refused: null };
    }

    protected abstract Task<Outcome<EndpointFacts>> Probe(ClusterId cluster, EndpointForm form);

    protected abstract Task<Outcome<EndpointFacts>> Save(ClusterId cluster, EndpointForm form, string seen);

    protected abstract Task<Outcome<ClusterId>> Remove(ClusterId cluster);

    internal static Outcome<EndpointFacts> Lines<T>(Outcome<T> outcome, Func<T, IEnumerable<EndpointFact>> lines) =>
        outcome switch
        {
            Outcome<T>.Done(var facts) => new EndpointFacts([.. lines(facts)]),
            Outcome<T>.Refused(var why) => why,
            _ => throw new InvalidOperationException(outcome.GetType().Name),
        };
}
