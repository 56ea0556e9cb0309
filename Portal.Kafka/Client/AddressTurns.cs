using System.Net;
using System.Net.Sockets;

namespace Portal.Kafka.Client;

/// <summary>
/// Connects to the addresses that one name stands for, one after the other, each with its share of the time: one that is
/// silent leaves enough for the next.
/// </summary>
internal static class AddressTurns
{
    // Enough for a distant host that is well; where there are very many addresses, the last ones aren't tried.
    private static readonly TimeSpan LeastShare = TimeSpan.FromSeconds(1);

    /// <param name="within">What the addresses share; <paramref name="stop"/> alone ends the last attempt.</param>
    /// <exception cref="SocketException">No address accepts the connection: why the last one doesn't.</exception>
    public static async Task<NetworkStream> Connect(
        IReadOnlyList<IPAddress> addresses,
        int port,
        TimeSpan within,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var began = time.GetTimestamp();
        SocketException? why = null;
        for (var i = 0; i < addresses.Count; i++)
        {
            var share = Share(within - time.GetElapsedTime(began), addresses.Count - i);
            try
            {
                return await Try(addresses[i], port, share, time, stop).ConfigureAwait(false);
            }
            catch (SocketException fault)
            {
                why = fault;
            }
        }
        throw why ?? new SocketException((int)SocketError.NoData);
    }

    private static TimeSpan Share(TimeSpan left, int addresses) =>
        addresses == 1 ? Timeout.InfiniteTimeSpan
        : left / addresses > LeastShare ? left / addresses
        : LeastShare;

    private static async Task<NetworkStream> Try(
        IPAddress address,
        int port,
        TimeSpan share,
        TimeProvider time,
        CancellationToken stop
    )
    {
        using var late = new CancellationTokenSource(share, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
