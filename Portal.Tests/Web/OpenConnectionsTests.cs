using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portal.Tests.Kit;
using Portal.Web.Health;

namespace Portal.Tests.Web;

/// <summary>The connections of open pages to a web that shuts down.</summary>
public sealed class OpenConnectionsTests
{
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(2);
    private readonly HandClock _clock = new();
    private readonly OpenConnections _connections;
    private readonly List<Connection> _open = [];

    public OpenConnectionsTests() => _connections = new(_clock);

    [Fact]
    public async Task They_end_in_turns_spread_over_the_time_the_first_ones_further_apart()
    {
        Open(4);
        var ended = new List<int>();

        var end = _connections.End(Over, CancellationToken.None);

        foreach (var pause in (int[])[794, 467, 392, 350])
        {
            await Waits();
            ended.Add(_open.Count(connection => connection.IsEnded));
            _clock.Pass(TimeSpan.FromMilliseconds(pause - 10));
            _open.Count(connection => connection.IsEnded).ShouldBe(ended[^1]);
            _clock.Pass(TimeSpan.FromMilliseconds(10));
        }

        await end;
        ended.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Few_take_a_second_each_and_none_no_time()
    {
        await new OpenConnections(_clock).End(TimeSpan.FromMinutes(5), CancellationToken.None);

        Open(1);
        var end = _connections.End(TimeSpan.FromMinutes(5), CancellationToken.None);
        await Waits();
        _clock.Pass(TimeSpan.FromSeconds(1));
        await end;
        _open[0].IsEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_gone_by_itself_is_not_waited_for()
    {
        Open(2);
        _open[0].Leave();

        var end = _connections.End(Over, CancellationToken.None);

        _open[0].IsEnded.ShouldBeFalse();
        _open[1].IsEnded.ShouldBeTrue();
        await Waits();
        _clock.Pass(Over);
        await end;
    }

    [Fact]
    public async Task Nor_is_who_goes_meanwhile_for_its_request_is_over()
    {
        Open(3);
        var end = _connections.End(Over, CancellationToken.None);
        await Waits();
        _open[1].Leave();

        _clock.Pass(Over / 2);
        await Deadline.Until(() => _open[2].IsEnded);
        _open[1].IsEnded.ShouldBeFalse();
        await Waits();
        _clock.Pass(Over / 2);
        await end;
    }

    [Fact]
    public async Task A_second_signal_waits_for_none_of_them()
    {
        Open(100);
        using var stop = new CancellationTokenSource();

        var end = _connections.End(Over, stop.Token);
        await stop.CancelAsync();

        await end;
    }

    [Fact]
    public async Task While_they_end_no_page_connects_and_everything_else_is_served()
    {
        await _connections.End(Over, CancellationToken.None);

        var late = new Connection("/_blazor");
        await late.On(_connections);
        late.Status.ShouldBe(StatusCodes.Status503ServiceUnavailable);

        var other = new Connection("/topics");
        _ = other.On(_connections);
        other.IsServed.ShouldBeTrue();
    }

    private Task Waits() => Deadline.Until(() => _clock.Timers == 1);

    private void Open(int number)
    {
        for (var opened = 0; opened < number; opened++)
        {
            var connection = new Connection("/_blazor");
            _ = connection.On(_connections);
            _open.Add(connection);
        }
    }

    /// <summary>A request that lasts until it is left or ended.</summary>
    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        private readonly TaskCompletionSource _left = new();
        private readonly DefaultHttpContext _http = new();

        public Connection(string path)
        {
            _http.Request.Path = path;
            _http.Features.Set<IHttpRequestLifetimeFeature>(this);
        }

        public CancellationToken RequestAborted { get; set; }

        public bool IsEnded { get; private set; }

        public bool IsServed { get; private set; }

        public int Status => _http.Response.StatusCode;

        public Task On(OpenConnections connections) =>
            connections.Hold(
                _http,
                _ =>
                {
                    IsServed = true;
                    return _left.Task;
                }
            );

        public void Leave() => _left.SetResult();

        public void Abort() => IsEnded = true;
    }
}
