using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Engines.Http;
using Portal.Engines.Secrets;

namespace Portal.Engines.Flink;

/// <summary>Tries a Flink as somebody typed it: what it is, and what stands between it and jobs that survive it.</summary>
internal sealed class FlinkProbe(SecretVault vault, ClusterReach reach, TimeProvider clock) : IFlinkProbe
{
    public async Task<Outcome<FlinkFacts>> Ask(HttpAccess rest, HttpAccess? gateway, CancellationToken stop)
    {
        var (field, at) = ("url", rest);
        try
        {
            using var http = Client(rest);
            var facts = await Facts(new FlinkCalls(http, "Flink", rest.Url.Authority, clock), stop);
            if (gateway is null)
            {
                return facts;
            }

            (field, at) = ("gatewayUrl", gateway);
            using var other = Client(gateway);
            var calls = new FlinkCalls(other, "The SQL Gateway", gateway.Url.Authority, clock);
            var info = calls.Good(await calls.Ask("info", stop), "describe itself");
            return facts with { GatewayVersion = FlinkJson.Text(info, "version") };
        }
        catch (EngineException wrong)
        {
            var (beside, words) = await new ProbeFault(reach).Of(at, field, wrong, stop);
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [beside] = words });
        }
    }

    private static async Task<FlinkFacts> Facts(FlinkCalls calls, CancellationToken stop)
    {
        var overview = await new FlinkCluster(calls, null, TimeProvider.System).Overview(stop);
        var answer = await calls.Ask("jobmanager/config", stop);
        var settings = FlinkJson.Settings(calls.Good(answer, "show its configuration"));
        var checkpoints = Either(settings, "execution.checkpointing.dir", "state.checkpoints.dir");
        var savepoints = Either(settings, "execution.checkpointing.savepoint-dir", "state.savepoints.dir");
        var isHa = Either(settings, "high-availability.type", "high-availability") is { } ha && ha != "NONE";
        return new(
            overview.Version,
            overview.TaskManagers,
            overview.Slots,
            overview.FreeSlots,
            isHa,
            checkpoints,
            savepoints,
            null,
            [.. Lacks(settings, checkpoints, savepoints, isHa, overview.Slots)]
        );
    }

    private static IEnumerable<string> Lacks(
        Dictionary<string, string> settings,
        string? checkpoints,
        string? savepoints,
        bool isHa,
        int slots
    )
    {
        if (slots == 0)
        {
            yield return "It has no slot: no job can run. Start a task manager.";
        }

        if (checkpoints is null)
        {
            yield return "Checkpoints are kept in the JobManager's memory and are lost with it. Set execution.checkpointing.dir.";
        }

        if (savepoints is null)
        {
            yield return "Jobs can't be stopped with a savepoint. Set execution.checkpointing.savepoint-dir.";
        }

        if (!isHa)
        {
            yield return "A JobManager that restarts forgets its jobs. Set high-availability.type.";
        }
        else if (settings.GetValueOrDefault("job-result-store.delete-on-commit") != "false")
        {
            yield return "It forgets the ids of jobs that ended, so it can't refuse one that is submitted twice. Set job-result-store.delete-on-commit: false.";
        }
    }

    private static string? Either(Dictionary<string, string> settings, string name, string former) =>
        settings.GetValueOrDefault(name) ?? settings.GetValueOrDefault(former);

    private HttpClient Client(HttpAccess access) =>
        EngineHttp.Client(access.Url, FlinkCalls.Accepts, EngineSignIn.Of(access.SignIn, vault), access.CaPem, reach);
}
