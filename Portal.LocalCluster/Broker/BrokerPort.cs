using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.LocalCluster.Broker;

/// <summary>A broker as clients see it: a port that takes connections while the broker lives, and drops them all when it is paused.</summary>
internal sealed partial class BrokerPort(
    int brokerId,
    Listener at,
    Cluster cluster,
    ConnectionLimit limit,
    ILogger logger
) : IDisposable
{
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private CancellationTokenSource? _stop;
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="InvalidOperationException">The port is taken.</exception>
    public void Open()
    {
        _stop = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Parse(cluster.Options.Host), at.PortOf(brokerId));
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            throw new InvalidOperationException(
                $"Broker {brokerId} can't listen on {listener.LocalEndpoint}: {taken.Message}. "
                    + $"Another first port is chosen with {LocalClusterOptions.Section}:{(at.SignsIn ? nameof(LocalClusterOptions.SaslFirstPort) : nameof(LocalClusterOptions.FirstPort))}.",
                taken
            );
        }

        _accepting = Accept(listener, _stop.Token);
    }

    public async Task Close()
    {
        if (_stop is null)
        {
            return;
        }

        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        Dispose();
    }

    public void Dispose()
    {
        _stop?.Dispose();
        _stop = null;
    }

    private async Task Accept(TcpListener listener, CancellationToken stop)
    {
        using (listener)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    var socket = await listener.AcceptSocketAsync(stop);
                    Track(Serve(socket, stop));
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (SocketException fault)
                {
                    // Too many open files, or the client was gone before it was accepted.
                    NotAccepted(brokerId, fault);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), cluster.Time, CancellationToken.None);
                }
            }
        }
    }

    private void Track(Task connection)
    {
        _connections.TryAdd(connection, 0);
        _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Serve(Socket socket, CancellationToken stop)
    {
        await Task.Yield();
        using (socket)
        {
            if (!limit.TryEnter())
            {
                TooMany(brokerId, cluster.Options.MaxConnections);
                return;
            }

            try
            {
                socket.NoDelay = true;
                await new Connection(socket, cluster, brokerId, at, logger).Run(stop);
            }
            catch (SocketException)
            {
                // The client was gone before it was served.
            }
            finally
            {
                limit.Leave();
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Broker {Broker} refused a connection: {Most} are open, as many as allowed"
    )]
    private partial void TooMany(int broker, int most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker {Broker} could not accept a connection")]
    private partial void NotAccepted(int broker, Exception fault);
}
