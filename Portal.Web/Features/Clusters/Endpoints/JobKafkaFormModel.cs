using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.JobCredentials;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>The form of how jobs reach a cluster's Kafka.</summary>
/// <param name="Known">As it is set now; null when it isn't.</param>
public sealed record JobKafkaFormView(Cluster Cluster, Endpoint? Known, JobKafkaForm Form);

/// <summary>Setting and removing what a cluster's jobs sign in to Kafka with.</summary>
public sealed class JobKafkaFormModel(
    JobKafkaRegistration registration,
    ClusterCatalogue clusters,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : ConnectionFormModel<JobKafkaFormView, EndpointFacts>(time)
{
    private static readonly EndpointKind[] Kinds = [EndpointKind.JobKafka];

    public async Task Load(string name, CancellationToken stop)
    {
        var permission = me.May(new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            Show(new ViewState<JobKafkaFormView>.Denied(permission.Words, "Contact a platform engineer."));
        }
        else if (await clusters.Find(name, stop) is not { Cluster: var cluster })
        {
            Show(
                new ViewState<JobKafkaFormView>.NotFound($"No cluster {name}", "It isn't registered, or not any more.")
            );
        }
        else if (cluster.Kafka is not { } own)
        {
            Show(new ViewState<JobKafkaFormView>.NotFound($"{name} has no Kafka", "Add that first."));
        }
        else
        {
            var known = cluster.Endpoints.Find(e => e.Kind == EndpointKind.JobKafka);
            Show(new JobKafkaFormView(cluster, known, JobKafkaForm.Of(known, own)));
        }
    }

    /// <summary>Connects as jobs will; stores nothing.</summary>
    public Task Try() =>
        Ask(async view =>
            Read(
                EndpointFormModel.Lines(
                    await silence.Ask(() =>
                        registration.Test(me.Caller, view.Cluster.Id, view.Form.ToDraft(), CancellationToken.None)
                    ),
                    JobAccessLines.Of
                )
            )
        );

    /// <summary>Tests once more and stores. True when it is stored.</summary>
    public async Task<bool> Save()
    {
        var ran = await Ask(async view =>
            Read(
                EndpointFormModel.Lines(
                    await silence.Ask(() =>
                        registration.Save(
                            me.Caller,
                            view.Cluster.Id,
                            view.Form.ToDraft(),
                            HttpTag.Of(view.Cluster, Kinds),
                            CancellationToken.None
                        )
                    ),
                    JobAccessLines.Of
                )
            )
        );
        return ran && Test is { Refused: null };
    }

    /// <summary>True when it is removed.</summary>
    public async Task<bool> Remove()
    {
        var ran = await Ask(async view =>
            (
                null,
                (
                    await silence.Ask(() => registration.Remove(me.Caller, view.Cluster.Id, CancellationToken.None))
                    as Outcome<ClusterId>.Refused
                )?.Why
            )
        );
        return ran && Test is { Refused: null };
    }
}
