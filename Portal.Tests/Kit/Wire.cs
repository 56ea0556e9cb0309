using System.Net;
using System.Net.Sockets;

namespace Portal.Tests.Kit;

/// <summary>A line between a client and a server that a test cuts and mends, or lets fall silent.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Line> _lines = [];
    private readonly Uri _server;
    private readonly Task _carrying;
    private bool _isCut;

    public Wire(Uri server)
    {
        _server = server;
        _listener.Start();
        _carrying = Carry();
    }

    /// <summary>Where the server is to be found by this line.</summary>
    public Uri Address =>
        new UriBuilder(_server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Ends what goes over it, and lets nothing new through.</summary>
    public void Cut()
    {
        List<Line> open;
        lock (_gate)
        {
            _isCut = true;
            open = [.. _lines];
            _lines.Clear();
        }

        open.ForEach(line => line.Dispose());
    }

    /// <summary>
    /// Swallows from now on what goes either way over the connections there are, and tells neither end: as when a firewall
    /// between them forgets. New ones are carried.
    /// </summary>
    public void Silence()
    {
        lock (_gate)
        {
            foreach (var line in _lines)
            {
                line.IsSilent = true;
            }
        }
    }

    public void Mend()
    {
        lock (_gate)
        {
            _isCut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Cut();
        _listener.Dispose();
        await _carrying;
        _ending.Dispose();
    }

    private async Task Carry()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = Carry(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var line = new Line(client);
        lock (_gate)
        {
            if (_isCut)
            {
                return;
            }

            _lines.Add(line);
        }

        try
        {
            await line.Far.ConnectAsync(_server.Host, _server.Port, _ending.Token);
            var (here, there) = (line.Near.GetStream(), line.Far.GetStream());
            await Task.WhenAny(Carry(line, here, there), Carry(line, there, here));
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one of the two went away: the other end is closed as well.
        }

        lock (_gate)
        {
            _lines.Remove(line);
        }
    }

    private async Task Carry(Line line, NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _ending.Token) is > 0 and var read)
        {
            if (!line.IsSilent)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), _ending.Token);
            }
        }
    }

    private sealed class Line(TcpClient near) : IDisposable
    {
        private volatile bool _isSilent;

        public TcpClient Near => near;

        public TcpClient Far { get; } = new();

        public bool IsSilent
        {
            get => _isSilent;
            set => _isSilent = value;
        }

        public void Dispose()
        {
            Near.Dispose();
            Far.Dispose();
        }
    }
}
