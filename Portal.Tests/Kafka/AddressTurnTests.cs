using System.Net;
using System.Net.Sockets;
using Portal.Kafka.Client;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.Kafka;

/// <summary>A name that stands for several addresses, of which not all take connections.</summary>
public sealed class AddressTurnTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly IPAddress Silent = IPAddress.Parse("127.3.8.1");
    private static readonly IPAddress Refusing = IPAddress.Parse("127.3.8.2");
    private static readonly IPAddress Speaking = IPAddress.Loopback;
    private readonly int _port = FreePorts.One();
    private readonly HandClock _clock = new();
    private readonly Socket _full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _queued = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TcpListener _speaking;

    public AddressTurnTests()
    {
        _speaking = new TcpListener(Speaking, _port);
        _speaking.Start();
        // Of a queue that is full the system drops who else connects, without a word.
        _full.Bind(new IPEndPoint(Silent, _port));
        _full.Listen(0);
        _queued.Connect(Silent, _port);
        _full.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead).ShouldBeTrue();
    }

    public void Dispose()
    {
        _speaking.Dispose();
        _queued.Dispose();
        _full.Dispose();
    }

    [Fact]
    public async Task A_silent_address_has_its_share_of_the_time_and_the_next_one_is_connected_to()
    {
        var connecting = Connect(CancellationToken.None, Silent, Speaking);
        _clock.Pass(Within * 0.4);
        connecting.IsCompleted.ShouldBeFalse();
        _clock.Pass(Within * 0.1);

        await using var stream = await connecting;

        stream.Socket.RemoteEndPoint.ShouldBe(new IPEndPoint(Speaking, _port));
    }

    [Fact]
    public async Task An_address_that_refuses_is_followed_by_the_next_at_once()
    {
        await using var stream = await Connect(CancellationToken.None, Refusing, Speaking);

        stream.Socket.RemoteEndPoint.ShouldBe(new IPEndPoint(Speaking, _port));
    }

    [Fact]
    public async Task The_last_address_has_all_the_time_that_whoever_connects_leaves_it()
    {
        using var stop = new CancellationTokenSource();
        var connecting = Connect(stop.Token, Silent);
        _clock.Pass(Within * 2);
        connecting.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => connecting);
    }

    private Task<NetworkStream> Connect(CancellationToken stop, params IPAddress[] addresses) =>
        AddressTurns.Connect(addresses, _port, Within, _clock, stop);
}
