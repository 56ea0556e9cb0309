using System.Net;
using System.Net.Sockets;

namespace Portal.Tests.Kit;

/// <summary>A line between a client and a server that a test cuts and mends.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> ends = [];
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
        List<TcpClient> open;
        lock (gate)
        {
            isCut = true;
            open = [.. ends];
            ends.Clear();
        }

        open.ForEach(end => end.Dispose());
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
        using var near = client;
        using var far = new TcpClient();
        lock (gate)
        {
            if (isCut)
            {
                return;
            }

            ends.Add(near);
            ends.Add(far);
        }

        try
        {
            await far.ConnectAsync(server.Host, server.Port, ending.Token);
            var (here, there) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(here.CopyToAsync(there, ending.Token), there.CopyToAsync(here, ending.Token));
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or one of the two went away: the other end is closed as well.
        }

        lock (gate)
        {
            ends.Remove(near);
            ends.Remove(far);
        }
    }
}
