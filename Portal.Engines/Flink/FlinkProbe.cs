using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Engines.Http;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;

namespace Portal.Engines.Flink;

/// <summary>Tries a Flink as somebody typed it: what it is, and what stands between it and jobs that survive it.</summary>
internal sealed class FlinkProbe(
    SecretVault vault,
    ClusterReach reach,
    JobClusterLookup clusters,
    IKafkaClusters kafkas,
    TimeProvider clock
) : IFlinkProbe
{
    public async Task<Outcome<FlinkFacts>> Ask(
        ClusterId on,
        HttpAccess rest,
        HttpAccess? gateway,
        bool byWorker,
        CancellationToken stop
    )
    {
        var (field, at) = ("url", rest);
        try
        {
            using var http = Client(rest);
            var flink = new FlinkCalls(http, "Flink", rest.Url.Authority, clock);
            var sight = await Sight(flink, byWorker, stop);
            if (gateway is not null)
            {
                (field, at) = ("gatewayUrl", gateway);
                using var other = Client(gateway);
                var calls = new FlinkCalls(other, "The SQL Gateway", gateway.Url.Authority, clock);
                var info = calls.Good(await calls.Ask("info", stop), "describe itself");
                sight = sight with
                {
                    GatewayVersion = FlinkJson.Text(info, "version"),
                    Factories = await new ConnectorLook(calls).Of(SqlFactory.Kafka, SqlFactory.Formats, stop),
                    UnknownJob = await new GatewayJobs(calls).Unknown(new FlinkCluster(flink, null, clock), stop),
                };
            }

            return FlinkFacts.Of(
                sight with
                {
                    Transactions = await new TransactionLimits(kafkas, clock).Of(await clusters.Of(on, stop), stop),
                }
            );
        }
        catch (EngineException wrong)
        {
            var (beside, words) = await new ProbeFault(reach).Of(at, field, wrong, stop);
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [beside] = words });
        }
    }

    private async Task<FlinkSight> Sight(FlinkCalls calls, bool byWorker, CancellationToken stop)
    {
        var overview = await new FlinkCluster(calls, null, clock).Overview(stop);
        var answer = await calls.Ask("jobmanager/config", stop);
        var settings = FlinkJson.Settings(calls.Good(answer, "show its configuration"));
        return new(
            overview.Version,
            overview.TaskManagers,
            overview.Slots,
            overview.FreeSlots,
            new(settings),
            null,
            [],
            []
        )
        {
            Folders = byWorker ? new(StateFolders.Of(settings).Obstacle()) : null,
        };
    }

    private HttpClient Client(HttpAccess access) =>
        EngineHttp.Client(access.Url, FlinkCalls.Accepts, EngineSignIn.Of(access.SignIn, vault), access.CaPem, reach);
}
