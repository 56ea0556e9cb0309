using System.Net;
using System.Net.Sockets;

namespace Portal.Tests.Kit;

/// <summary>A line between a client and a server that a test cuts and mends, or lets fall silent.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly HashSet<Line> lines = [];
    private readonly Uri server;
    private readonly Task carrying;
    private bool isCut;

    public Wire(Uri server)
    {
        this.server = server;
        listener.Start();
        carrying = Carry();
    }

    /// <summary>Where the server is to be found by this line.</summary>
    public Uri Address =>
        new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    /// <summary>Ends what goes over it, and lets nothing new through.</summary>
    public void Cut()
    {
        List<Line> open;
        lock (gate)
        {
            isCut = true;
            open = [.. lines];
            lines.Clear();
        }

        open.ForEach(line => line.Dispose());
    }

    /// <summary>
    /// Swallows from now on what goes either way over the connections there are, and tells neither end: as when a firewall
    /// between them forgets. New ones are carried.
    /// </summary>
    public void Silence()
    {
        lock (gate)
        {
            foreach (var line in lines)
            {
                line.IsSilent = true;
            }
        }
    }

    public void Mend()
    {
        lock (gate)
        {
            isCut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        Cut();
        listener.Dispose();
        await carrying;
        ending.Dispose();
    }

    private async Task Carry()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ending.Token);
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
        lock (gate)
        {
            if (isCut)
            {
                return;
            }

            lines.Add(line);
        }

        try
        {
            await line.Far.ConnectAsync(server.Host, server.Port, ending.Token);
            var (here, there) = (line.Near.GetStream(), line.Far.GetStream());
            await Task.WhenAny(Carry(line, here, there), Carry(line, there, here));
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one of the two went away: the other end is closed as well.
        }

        lock (gate)
        {
            lines.Remove(line);
        }
    }

    private async Task Carry(Line line, NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, ending.Token) is > 0 and var read)
        {
            if (!line.IsSilent)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), ending.Token);
            }
        }
    }

    private sealed class Line(TcpClient near) : IDisposable
    {
        private volatile bool isSilent;

        public TcpClient Near => near;

        public TcpClient Far { get; } = new();

        public bool IsSilent
        {
            get => isSilent;
            set => isSilent = value;
        }

        public void Dispose()
        {
            Near.Dispose();
            Far.Dispose();
        }
    }
}
