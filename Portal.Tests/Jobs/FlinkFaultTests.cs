using System.Net;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Kit;

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
