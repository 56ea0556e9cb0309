using System.Net;
using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Tests.Jobs;

/// <summary>A failure of hundreds of subtasks comes with the exceptions of all of them.</summary>
public sealed class FlinkExceptionsTests
{
    private const string One = """
        {"exceptionHistory": {"entries": [{"timestamp": 1700000000000, "taskName": "Source", "stacktrace": "org.apache.flink.table.api.TableRuntimeException: Bad record.\n"}]}}
        """;

    [Fact]
    public async Task Where_all_are_more_than_is_read_the_newest_are()
    {
        using var wire = new Wire(query => query.Length == 0 ? One.PadRight(Wire.Longest + 1) : One);

        (await wire.Read()).ShouldHaveSingleItem().Words.ShouldBe("Bad record.");

        wire.Queries.ShouldBe(["", "?maxExceptions=5"]);
    }

    [Fact]
    public async Task Where_they_are_not_all_are_read_at_once()
    {
        using var wire = new Wire(_ => One);

        (await wire.Read()).Count.ShouldBe(1);

        wire.Queries.ShouldBe([""]);
    }

    private sealed class Wire : HttpMessageHandler
    {
        public const int Longest = 1024;
        private readonly Func<string, string> _answer;
        private readonly HttpClient _http;

        public Wire(Func<string, string> answer)
        {
            _answer = answer;
            _http = new(this) { BaseAddress = new("http://127.0.0.1:8081/"), MaxResponseContentBufferSize = Longest };
        }

        public List<string> Queries { get; } = [];

        public Task<IReadOnlyList<JobException>> Read() =>
            FlinkExceptions.Read(
                new FlinkCalls(_http, "The Flink", "127.0.0.1:8081", TimeProvider.System),
                "1f",
                CancellationToken.None
            );

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            Queries.Add(request.RequestUri!.Query);
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_answer(Queries[^1])) }
            );
        }
    }
}
