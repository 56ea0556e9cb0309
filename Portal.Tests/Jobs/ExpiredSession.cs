using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Http;
using Portal.Engines.Secrets;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>A session of a SQL Gateway that expires between two requests, on whatever answers as one.</summary>
internal static class ExpiredSession
{
    public static async Task Play(WorkerWorld world)
    {
        await world.SeeTopic("expired.in");
        await world.SeeTopic("expired.out");
        var definition = JobWorlds.Spec(JobWorlds.Copy("expired.in", "expired.out")).Definition;
        var tables = await world.Tables("expired", definition);
        var (url, gateway) = world.Flink!.Value;

        foreach (var statement in new[] { "CREATE TEMPORARY TABLE", "EXPLAIN", "EXECUTE STATEMENT SET" })
        {
            using var http = new HttpClient(new Expiring(statement)) { BaseAddress = new($"{gateway.TrimEnd('/')}/") };
            using var rest = EngineHttp.Client(new Uri(url), FlinkCalls.Accepts, null, null, new ClusterReach());
            var calls = new FlinkCalls(rest, "Flink", "here", TimeProvider.System);
            var flink = new FlinkCluster(
                calls,
                new(
                    new FlinkCalls(http, "The SQL Gateway", "here", TimeProvider.System),
                    new TableSignIns(world.Stores, world.Get<SecretVault>(), calls)
                ),
                TimeProvider.System
            );
            var submission = JobSubmission.Of("expired", new('e', 32), definition, tables, from: null);
            Task Try() =>
                statement == "EXECUTE STATEMENT SET"
                    ? flink.Submit(submission, JobWorlds.Soon, CancellationToken.None)
                    : flink.Explain(submission, CancellationToken.None);

            var lost = await Should.ThrowAsync<EngineException>(Try);

            lost.Fault.ShouldBe(EngineFault.Transient, $"{statement}: {lost.Message}");
            lost.Message.ShouldContain("no longer knows the session");
            (await flink.Jobs(CancellationToken.None)).ShouldNotContain(j => j.Name == "expired" && j.IsAlive);
            // Whoever tries again opens another.
            await Try();
        }

        await world.CancelBehindUs("expired");
    }

    /// <summary>Before the first of a kind of statements is sent, its session ends at the gateway.</summary>
    private sealed class Expiring(string statement) : DelegatingHandler(new HttpClientHandler())
    {
        private bool _isOver;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            var address = request.RequestUri!.AbsoluteUri;
            if (
                !_isOver
                && request is { Content: not null }
                && address.EndsWith("/statements", StringComparison.Ordinal)
                && (await request.Content.ReadAsStringAsync(stop)).Contains(statement, StringComparison.Ordinal)
            )
            {
                _isOver = true;
                using var end = new HttpRequestMessage(HttpMethod.Delete, address[..^"/statements".Length]);
                (await base.SendAsync(end, stop)).EnsureSuccessStatusCode();
            }

            return await base.SendAsync(request, stop);
        }
    }
}
