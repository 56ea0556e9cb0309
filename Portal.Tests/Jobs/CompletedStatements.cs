using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Engines.Http;
using Portal.Engines.Secrets;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Jobs;

/// <summary>What a SQL Gateway proposes where somebody writes, whatever answers as one, and how many of its sessions that takes.</summary>
internal static class CompletedStatements
{
    private static readonly CancellationToken Never = CancellationToken.None;

    public static async Task Play(WorkerWorld world)
    {
        await world.SeeTopic("completed.in");
        await world.SeeTopic("completed.more");
        var (url, gateway) = world.Flink!.Value;
        using var sessions = new Sessions();
        using var http = new HttpClient(sessions) { BaseAddress = new($"{gateway.TrimEnd('/')}/") };
        using var others = new Sessions();
        using var anew = new HttpClient(others) { BaseAddress = http.BaseAddress };
        using var rest = EngineHttp.Client(new Uri(url), FlinkCalls.Accepts, null, null, new ClusterReach());
        var calls = new FlinkCalls(rest, "Flink", "here", TimeProvider.System);
        IFlink By(HttpClient client) =>
            new FlinkCluster(
                calls,
                new(
                    new FlinkCalls(client, "The SQL Gateway", "here", TimeProvider.System),
                    new TableSignIns(world.Stores, world.Get<SecretVault>(), calls)
                ),
                TimeProvider.System
            );

        var time = new ManualTime();
        var registered = new One { Flink = By(http) };
        using var completion = new JobCompletion(registered, world.Get<JobTopics>(), time);
        var (ada, dev) = (await world.Person(Role.Member, SeededStructure.Payments), await Dev(world));
        Task<IReadOnlyList<string>> Words(Caller who, string text)
        {
            var at = text.IndexOf('|', StringComparison.Ordinal);
            return completion.Words(who, dev, JobWorlds.Spec(text.Remove(at, 1)).Definition, at, Never);
        }

        async Task Proposes(string text, string word) =>
            await Deadline.Until(async () => (await Words(ada, text)).Contains(word), TimeSpan.FromMinutes(1));

        const string Topic = "FROM dev.`completed.in`";
        const string View = $"CREATE TEMPORARY VIEW v AS SELECT `value` AS long_name {Topic}; ";
        (await Words(ada with { Memberships = [] }, $"SELECT * FR| {Topic}")).ShouldBeEmpty();
        sessions.Opened.ShouldBe(0);
        (await Words(ada, $"SELECT 1; SELECT va| {Topic}")).ShouldBeEmpty("nobody waits until a session is open");
        await Proposes($"SELECT 1; SELECT va| {Topic}", "value");
        await Proposes($"SELECT * {Topic} WHE|", "WHERE");
        await Proposes($"SELECT COUN| {Topic}", "COUNT");
        sessions.Opened.ShouldBe(1);

        (await Words(ada, $"{View}SELECT lon| FROM v")).ShouldBeEmpty();
        (await Words(ada, $"{View}SELECT lon| FROM v WHERE long_name = '{Topic}'")).ShouldBeEmpty();
        sessions.Opened.ShouldBe(1, "one was opened just now");
        time.Pass(JobCompletion.OpensEvery);
        await Proposes($"{View}SELECT lon| FROM v", "long_name");
        await Deadline.Until(() => sessions.Closed == 1);
        sessions.Opened.ShouldBe(2);

        await sessions.Expire(http);
        await Words(ada, $"{View}SELECT lon| FROM v");
        time.Pass(JobCompletion.OpensEvery);
        await Proposes($"{View}SELECT lon| FROM v", "long_name");
        sessions.Opened.ShouldBe(3);

        // It is registered anew, and its former client closed.
        registered.Flink = By(anew);
        http.Dispose();
        (await Words(ada, $"{View}SELECT lon| FROM v")).ShouldBeEmpty();
        time.Pass(JobCompletion.OpensEvery);
        await Proposes($"{View}SELECT lon| FROM v", "long_name");
        (sessions.Opened, others.Opened).ShouldBe((3, 1));

        completion.Dispose();
        await Deadline.Until(() => others.Closed == 1);
    }

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private sealed class One : IFlinkClusters
    {
        public required IFlink Flink { get; set; }

        public Task<IFlink> Open(ClusterId cluster, CancellationToken stop) => Task.FromResult(Flink);
    }

    /// <summary>Counts the sessions on their way to the gateway.</summary>
    private sealed class Sessions() : DelegatingHandler(new HttpClientHandler())
    {
        private const string Session = "/sessions";
        private string _newest = "";
        private int _opened;
        private int _closed;

        public int Opened => Volatile.Read(ref _opened);

        public int Closed => Volatile.Read(ref _closed);

        /// <summary>The newest one ends at the gateway, which nobody is told.</summary>
        public async Task Expire(HttpClient http)
        {
            using var end = new HttpRequestMessage(HttpMethod.Delete, _newest);
            (await http.SendAsync(end)).EnsureSuccessStatusCode();
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            var address = request.RequestUri!.AbsolutePath;
            if (request.Method == HttpMethod.Post && address.EndsWith(Session, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _opened);
            }

            var answer = await base.SendAsync(request, stop);
            if (request.Method == HttpMethod.Delete)
            {
                Interlocked.Increment(ref _closed);
            }
            else if (address.EndsWith("/complete-statement", StringComparison.Ordinal))
            {
                _newest = address[..^"/complete-statement".Length];
            }

            return answer;
        }
    }
}
