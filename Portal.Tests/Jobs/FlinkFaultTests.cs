using System.Net;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.Jobs;

/// <summary>What goes wrong with a Flink or its gateway isn't taken for a fault of what was to run, and secrets stay off the wire.</summary>
public sealed class FlinkFaultTests
{
    private static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData("Session '936f144b-ebde-46f4-9674-4c4f8e18aad6' does not exist.", true)]
    [InlineData("Can not find the submitted operation in the OperationManager with the 936f144b.", true)]
    [InlineData("Object 'orders' not found", false)]
    [InlineData("A database with name [session] does not exist in the catalog: [default_catalog].", false)]
    public void A_gateway_that_forgot_its_session_is_no_mistake_in_a_statement(string words, bool isForgotten)
    {
        var answer = new FlinkAnswer(HttpStatusCode.InternalServerError, JsonSerializer.SerializeToElement(1), words)
        {
            IsOfWhatRuns = true,
        };

        var sorted = () => FlinkFaults.Sorted("The SQL Gateway", answer, isAct: false);

        if (isForgotten)
        {
            sorted.ShouldThrow<EngineException>().Fault.ShouldBe(EngineFault.Transient);
        }
        else
        {
            sorted().ShouldBe(answer);
        }
    }

    // Flink 1.20 ends at V3.
    [Theory]
    [InlineData("""{"versions":["V1","V2","V3","V4"]}""", "v4")]
    [InlineData("""{"versions":["V1","V2","V3"]}""", "v3")]
    [InlineData("""{"versions":["V9","V10"]}""", "v10")]
    [InlineData("""{"versions":["V","latest",null,"V2"]}""", "v2")]
    [InlineData("""{"versions":[]}""", "v1")]
    [InlineData("{}", "v1")]
    public async Task A_gateway_is_asked_in_the_newest_version_that_it_offers(string body, string version)
    {
        using var wire = new ScriptedWire((_, _) => Said(200, body));

        (await wire.NewestVersion()).ShouldBe(version);
    }

    /// <summary>An act whose answer was lost may have been done, a question was not. Of what isn't Flink's own answer nothing follows.</summary>
    [Theory]
    [InlineData(401, "", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(403, "", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(408, "{}", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(429, "{}", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(503, "{}", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(500, """{"errors":["Out of memory."]}""", EngineFault.Transient, EngineFault.Unknown)]
    [InlineData(502, "<html>", EngineFault.Transient, EngineFault.Unknown)]
    [InlineData(504, "<html>", EngineFault.Transient, EngineFault.Unknown)]
    [InlineData(200, "<html>", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(302, "", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(404, "", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(404, "default backend - 404", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(404, """{"message":"no Route matched"}""", EngineFault.Transient, EngineFault.Transient)]
    [InlineData(200, "{}", null, null)]
    [InlineData(202, "{}", null, null)]
    [InlineData(400, """{"errors":["Bad id."]}""", null, null)]
    [InlineData(404, """{"errors":["Job not found."]}""", null, null)]
    [InlineData(409, """{"errors":["Not now."]}""", null, null)]
    public async Task An_answer_is_sorted_by_its_status_and_by_what_it_answers(
        int status,
        string body,
        EngineFault? question,
        EngineFault? act
    )
    {
        using var wire = new ScriptedWire((_, _) => Said(status, body));

        (await wire.Ask("jobs/1f")).ShouldBe(question);
        (await wire.Act("jobs/1f")).ShouldBe(act);
    }

    /// <summary>Once it has TLS, Flink redirects from http:// to https://.</summary>
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(308)]
    public void A_redirect_leads_to_http_or_https_in_the_address(int status)
    {
        var answer = new FlinkAnswer((HttpStatusCode)status, default, "");

        var sorted = () => FlinkFaults.Sorted("The Flink at flink:8081", answer, isAct: false);

        sorted
            .ShouldThrow<EngineException>()
            .Message.ShouldBe(
                "The Flink at flink:8081 redirects. Check http or https in its address on the cluster's page."
            );
    }

    [Theory]
    [InlineData("jars/a.jar/run")]
    [InlineData("v4/sessions/1/operations/2/result/0")]
    public async Task A_failure_of_what_runs_is_not_one_of_Flink(string path)
    {
        using var wire = new ScriptedWire((_, _) => Said(500, """{"errors":["main() failed."]}"""));

        (await wire.Ask(path), await wire.Act(path)).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, EngineFault.Transient, EngineFault.Transient)]
    [InlineData(HttpRequestError.NameResolutionError, EngineFault.Transient, EngineFault.Transient)]
    [InlineData(HttpRequestError.SecureConnectionError, EngineFault.Transient, EngineFault.Transient)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, EngineFault.Final, EngineFault.Final)]
    [InlineData(HttpRequestError.ResponseEnded, EngineFault.Transient, EngineFault.Unknown)]
    [InlineData(HttpRequestError.Unknown, EngineFault.Transient, EngineFault.Unknown)]
    public async Task A_connection_that_never_was_did_nothing_and_one_that_broke_may_have(
        HttpRequestError error,
        EngineFault question,
        EngineFault act
    )
    {
        using var wire = new ScriptedWire((_, _) => throw new HttpRequestException(error));

        (await wire.Ask("jobs/1f"), await wire.Act("jobs/1f")).ShouldBe((question, act));
    }

    [Fact]
    public async Task Silence_leaves_a_question_open_and_an_act_unknown_and_an_act_whose_time_is_over_is_not_sent()
    {
        var clock = new HandClock();
        using var wire = new ScriptedWire(
            async (_, stop) =>
            {
                clock.Pass(TimeSpan.FromSeconds(21));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
                throw new InvalidOperationException("It was to be given up.");
            },
            clock
        );

        (await wire.Ask("jobs/1f"), await wire.Act("jobs/1f")).ShouldBe((EngineFault.Transient, EngineFault.Unknown));
        (await wire.Act("jobs/1f", new(() => TimeSpan.Zero)), wire.Sent).ShouldBe((EngineFault.Transient, 2));
    }

    [Fact]
    public async Task A_savepoint_that_takes_long_is_looked_at_again_later_and_keeps_nobody_from_other_work()
    {
        using var wire = new ScriptedWire(
            (_, _) => Said(200, """{ "status": { "id": "IN_PROGRESS" }, "operation": null }"""),
            new LeapingClock()
        );

        (await wire.StopWithSavepoint()).ShouldBe(EngineFault.Transient);
    }

    [Fact]
    public async Task A_program_with_secrets_is_not_sent_to_another_machine_without_TLS()
    {
        using var wire = new NoWire();
        using var http = new HttpClient(wire) { BaseAddress = new("http://flink.example:8081/") };
        var calls = new FlinkCalls(http, "Flink", "flink.example:8081", TimeProvider.System);
        var program = new JobProgram(new('a', 64), null, [], [new("password", 1)], []);
        var definition = JobWorlds.Spec("").Definition with { Program = program };

        var refused = await new FlinkJars(calls)
            .Run("x.jar", new("sums", "1", definition, program, ["s3cret"], null), Soon, CancellationToken.None)
            .ShouldThrowAsync<EngineException>();

        (refused.Fault, wire.Sent).ShouldBe((EngineFault.Final, 0));
        refused.Message.ShouldContain("without TLS");
        refused.Message.ShouldNotContain("s3cret");
    }

    /// <summary>A secret is stored with the line break behind it, is longer than what is shown of a failure, has several lines, or begins with another one.</summary>
    [Fact]
    public async Task No_part_of_a_programs_secret_is_in_the_words_that_its_main_fails_with()
    {
        const string key = "-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----\n";
        string[] secrets = ["pass", "password123", "behind\n", new('k', 700), key];
        foreach (var shown in secrets.Append("MIIEvQIBADAN"))
        {
            var trace =
                $"a.ProgramInvocationException: It failed.\nCaused by: java.lang.IllegalStateException: no access with {shown}\n\tat a.b(C.java:1)\n";
            using var wire = new ScriptedWire(
                (_, _) => Said(400, JsonSerializer.Serialize(new { errors = new[] { trace } }))
            );

            foreach (var words in await wire.RunProgram(secrets))
            {
                words.ShouldBe("The program's main() failed: no access with •••.");
            }
        }
    }

    [Fact]
    public async Task No_secret_of_a_program_is_in_the_name_of_an_operator()
    {
        using var wire = new ScriptedWire(
            (_, _) => Said(200, """{"plan":{"nodes":[{"id":"a","description":"Map password123<br/>"}]}}""")
        );

        var operators = await wire.Jars.Operators(
            "x.jar",
            Submission("pass", "password123"),
            areChained: true,
            Soon,
            CancellationToken.None
        );

        operators.ShouldHaveSingleItem().Name.ShouldBe("Map •••");
    }

    private static ProgramSubmission Submission(params string[] secrets)
    {
        var arguments = secrets.Select((_, at) => new SecretArgument($"secret{at}", at));
        var program = new JobProgram(new('a', 64), null, [], [.. arguments], []);
        var definition = JobWorlds.Spec("").Definition with { Program = program };
        return new("sums", "1", definition, program, [.. secrets], null);
    }

    private static Task<HttpResponseMessage> Said(int status, string body) =>
        Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) });

    /// <summary>A Flink behind a wire that a test has in its hand.</summary>
    private sealed class ScriptedWire : HttpMessageHandler
    {
        private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _answer;
        private readonly HttpClient _http;
        private readonly TimeProvider _clock;
        private readonly FlinkCalls _calls;

        public ScriptedWire(
            Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer,
            TimeProvider? clock = null
        )
        {
            _answer = answer;
            _http = new(this) { BaseAddress = new("http://127.0.0.1:8081/") };
            _clock = clock ?? TimeProvider.System;
            _calls = new(_http, "The Flink", "127.0.0.1:8081", _clock);
        }

        public int Sent { get; private set; }

        public FlinkJars Jars => new(_calls);

        public Task<string> NewestVersion() => GatewayVersions.Newest(_calls, CancellationToken.None);

        /// <returns>What went wrong; null: an answer that whoever asked understands.</returns>
        public Task<EngineFault?> Ask(string path) => Fault(_calls.Ask(path, CancellationToken.None));

        /// <inheritdoc cref="Ask"/>
        public Task<EngineFault?> StopWithSavepoint() =>
            Fault(
                new SavepointTaking(_calls, new("sums", "1f", new('0', 32)), _clock).Go(
                    "file:/savepoints",
                    stops: true,
                    Soon,
                    CancellationToken.None
                )
            );

        /// <returns>Why a program wasn't run, and why the operators of its job aren't known.</returns>
        public async Task<string[]> RunProgram(params string[] secrets)
        {
            var program = Submission(secrets);
            var run = await Jars.Run("x.jar", program, Soon, CancellationToken.None)
                .ShouldThrowAsync<EngineException>();
            var plan = await Jars.Operators("x.jar", program, areChained: true, Soon, CancellationToken.None)
                .ShouldThrowAsync<EngineException>();
            return [run.Message, plan.Message];
        }

        /// <inheritdoc cref="Ask"/>
        public Task<EngineFault?> Act(string path, ActBefore? deadline = null) =>
            Fault(Task.Run(() => _calls.Act(HttpMethod.Post, path, null, deadline ?? Soon, CancellationToken.None)));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            Sent++;
            return _answer(request, stop);
        }

        private static async Task<EngineFault?> Fault(Task call)
        {
            try
            {
                await call;
                return null;
            }
            catch (EngineException wrong)
            {
                return wrong.Fault;
            }
        }
    }

    /// <summary>Five seconds go by from one look at it to the next.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _leaps;

        public override long GetTimestamp() =>
            base.GetTimestamp() + (Interlocked.Increment(ref _leaps) * 5 * TimestampFrequency);
    }

    private sealed class NoWire : HttpMessageHandler
    {
        public int Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            Sent++;
            throw new HttpRequestException("Nothing listens.");
        }
    }
}
