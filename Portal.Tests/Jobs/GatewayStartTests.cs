using System.Net;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Tests.Jobs;

/// <summary>What a SQL Gateway starts keeps its state, and is known where it runs.</summary>
public sealed class GatewayStartTests
{
    private const string Job = "0123456789abcdef0123456789abcdef";
    private const string Savepoint = "file:/savepoints/portal/sums/0f/aa/savepoint-1";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData("1.19.1", "1.19.1", Savepoint, "Flink 1.19.1")]
    [InlineData("1.18.0", "1.20.0", Savepoint, "Flink 1.18.0")]
    [InlineData("1.20.0", "1.19.2", Savepoint, "the SQL Gateway 1.19.2")]
    [InlineData("1.19.1", "1.19.1", null, null)]
    [InlineData("1.20.0", "1.20.1", Savepoint, null)]
    [InlineData("2.2.0", "2.2.0", Savepoint, null)]
    [InlineData("2.10-SNAPSHOT", "2.10-SNAPSHOT", Savepoint, null)]
    [InlineData("custom", "custom", Savepoint, null)]
    public async Task A_release_that_ignores_the_state_starts_nothing_from_it(
        string flink,
        string gateway,
        string? from,
        string? refused
    )
    {
        using var wires = new Wires { FlinkVersion = flink, GatewayVersion = gateway };

        var start = () => wires.Flink.Submit(Submission(from), JobWorlds.Soon, Never);

        if (refused is null)
        {
            (await start()).ShouldBe(Job);
            return;
        }

        var why = await start().ShouldThrowAsync<EngineException>();
        why.Fault.ShouldBe(EngineFault.Final);
        why.Message.ShouldStartWith($"sums can't start from a savepoint or checkpoint: {refused} doesn't know");
        why.Message.ShouldEndWith("to 1.20 or later, or start the job stateless.");
        wires.Paths.ShouldNotContain(path => path.Contains("sessions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.19.1", "1.19.1", "Flink 1.19.1")]
    [InlineData("2.2.0", "1.19.2", "the SQL Gateway 1.19.2")]
    [InlineData("1.20.0", "2.2.0", null)]
    public async Task The_release_that_is_in_the_way_is_known_before_anything_is_sent(
        string flink,
        string gateway,
        string? release
    )
    {
        using var wires = new Wires { FlinkVersion = flink, GatewayVersion = gateway };

        (await wires.Flink.StatelessRelease(Never)).ShouldBe(release);

        wires.Paths.ShouldNotContain(path => path.Contains("sessions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_the_gateway_lists_is_elsewhere_where_its_Flink_does_not_know_it(bool isKnown)
    {
        using var wires = new Wires { Lists = [Job], Knows = isKnown ? [Job] : [] };

        (await wires.Flink.AtGateway(Job, Never)).ShouldBe(new GatewayRun("RUNNING", isKnown));

        wires.OpenSessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_the_gateway_does_not_list_is_nowhere()
    {
        using var wires = new Wires { Lists = ["ff"] };

        (await wires.Flink.AtGateway(Job, Never)).ShouldBeNull();
    }

    /// <summary>A gateway that doesn't reach its own Flink has started it there all the same.</summary>
    [Theory]
    [InlineData("2.2.0", true)]
    [InlineData("1.17.0", true)]
    [InlineData("custom", true)]
    [InlineData("1.16.3", false)]
    public async Task A_gateway_that_can_list_jobs_and_fails_to_is_no_proof_that_none_runs(string gateway, bool fails)
    {
        using var wires = new Wires
        {
            GatewayVersion = gateway,
            Lists = null,
            Refusal = "Failed to list jobs.",
        };

        var look = () => wires.Flink.AtGateway(Job, Never);

        if (fails)
        {
            var why = await look().ShouldThrowAsync<EngineException>();
            why.Fault.ShouldBe(EngineFault.Transient);
            why.Message.ShouldEndWith("can't list its jobs: Failed to list jobs.");
        }
        else
        {
            (await look()).ShouldBeNull();
        }

        wires.OpenSessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_that_lists_no_jobs_shows_none_elsewhere_and_neither_does_a_Flink_without_one()
    {
        using var wires = new Wires { Lists = null };

        (await wires.Flink.AtGateway(Job, Never)).ShouldBeNull();
        (await wires.WithoutGateway.AtGateway(Job, Never)).ShouldBeNull();
        wires.OpenSessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_test_of_a_Flink_finds_a_job_that_only_its_gateway_knows()
    {
        using var wires = new Wires { Lists = ["ff", Job], Knows = ["ff"] };

        var unknown = await wires.Jobs.Unknown(wires.WithoutGateway, Never);

        unknown.ShouldBe(Job);
        wires.Knows.Add(Job);
        (await wires.Jobs.Unknown(wires.WithoutGateway, Never)).ShouldBeNull();
        wires.OpenSessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_that_shows_no_jobs_is_no_fault_of_it()
    {
        using var wires = new Wires { Lists = [] };

        (await wires.Jobs.Unknown(wires.WithoutGateway, Never)).ShouldBeNull();

        wires.Lists = null;
        (await wires.Jobs.Unknown(wires.WithoutGateway, Never)).ShouldBeNull();
    }

    private static JobSubmission Submission(string? from) =>
        new("sums", Job, JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition, [], [], [], from);

    /// <summary>A Flink and a SQL Gateway, one behind each address.</summary>
    private sealed class Wires : HttpMessageHandler
    {
        private readonly HttpClient _rest;
        private readonly HttpClient _gateway;
        private readonly FlinkCalls _calls;
        private readonly FlinkCalls _gatewayCalls;
        private string _statement = "";

        public Wires()
        {
            _rest = new(this, disposeHandler: false) { BaseAddress = new("http://127.0.0.1:8081/") };
            _gateway = new(this, disposeHandler: false) { BaseAddress = new("http://127.0.0.1:8083/") };
            _calls = new(_rest, "Flink", "127.0.0.1:8081", TimeProvider.System);
            _gatewayCalls = new(_gateway, "The SQL Gateway", "127.0.0.1:8083", TimeProvider.System);
        }

        public string FlinkVersion { get; init; } = "2.2.0";

        public string GatewayVersion { get; init; } = "2.2.0";

        /// <summary>What runs by the gateway; null: it doesn't list it.</summary>
        public IReadOnlyList<string>? Lists { get; set; } = [];

        /// <summary>Why it doesn't list it.</summary>
        public string Refusal { get; init; } = "SQL parse failed.";

        /// <summary>What runs by the REST API.</summary>
        public List<string> Knows { get; init; } = [];

        public List<string> Paths { get; } = [];

        public int OpenSessions { get; private set; }

        // Nothing in these tests signs in, so nothing is looked for in a store.
        public IFlink Flink =>
            new FlinkCluster(_calls, new(_gatewayCalls, new TableSignIns(null!, null!, _calls)), TimeProvider.System);

        public IFlink WithoutGateway => new FlinkCluster(_calls, null, TimeProvider.System);

        public GatewayJobs Jobs => new(_gatewayCalls);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            var path = request.RequestUri!.AbsolutePath.TrimStart('/');
            Paths.Add(path);
            if (path.EndsWith("/statements", StringComparison.Ordinal))
            {
                _statement = await request.Content!.ReadAsStringAsync(stop);
            }

            var (status, body) = request.Method == HttpMethod.Delete ? Closed() : Answer(path);
            return new HttpResponseMessage(status) { Content = new StringContent(body) };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _rest.Dispose();
                _gateway.Dispose();
            }

            base.Dispose(disposing);
        }

        private (HttpStatusCode, string) Closed()
        {
            OpenSessions--;
            return (HttpStatusCode.OK, """{"status":"CLOSED"}""");
        }

        private (HttpStatusCode Status, string Body) Answer(string path) =>
            path switch
            {
                "overview" => (HttpStatusCode.OK, $$"""{"flink-version":"{{FlinkVersion}}"}"""),
                "info" => (HttpStatusCode.OK, $$"""{"version":"{{GatewayVersion}}"}"""),
                "api_versions" => (HttpStatusCode.OK, """{"versions":["V1","V2"]}"""),
                "jobs/overview" => Overview(),
                _ when path.StartsWith("jobs/", StringComparison.Ordinal) => Knows.Contains(path["jobs/".Length..])
                    ? (HttpStatusCode.OK, """{"state":"RUNNING"}""")
                    : (HttpStatusCode.NotFound, """{"errors":["Job could not be found."]}"""),
                "v2/sessions" => Opened(),
                _ when path.EndsWith("/statements", StringComparison.Ordinal) => (
                    HttpStatusCode.OK,
                    """{"operationHandle":"o"}"""
                ),
                _ when path.EndsWith("/status", StringComparison.Ordinal) => (
                    HttpStatusCode.OK,
                    """{"status":"FINISHED"}"""
                ),
                _ => Result(),
            };

        private (HttpStatusCode, string) Overview()
        {
            var jobs = string.Join(',', Knows.Select(id => $$"""{"jid":"{{id}}","state":"RUNNING"}"""));
            return (HttpStatusCode.OK, $$"""{"jobs":[{{jobs}}]}""");
        }

        private (HttpStatusCode, string) Opened()
        {
            OpenSessions++;
            return (HttpStatusCode.OK, """{"sessionHandle":"s"}""");
        }

        private (HttpStatusCode, string) Result()
        {
            if (!_statement.Contains("SHOW JOBS", StringComparison.Ordinal))
            {
                return (HttpStatusCode.OK, $$"""{"jobID":"{{Job}}"}""");
            }

            if (Lists is null)
            {
                return (HttpStatusCode.InternalServerError, $$"""{"errors":["{{Refusal}}"]}""");
            }

            var rows = Lists.Select(id =>
                $$"""{"kind":"INSERT","fields":["{{id}}","sums","RUNNING","2026-11-22T09:00:00Z"]}"""
            );
            return (HttpStatusCode.OK, $$$"""{"results":{"data":[{{{string.Join(',', rows)}}}]}}""");
        }
    }
}
