using System.Net;
using System.Net.Sockets;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker;

/// <summary>
/// One client's connection to one broker: requests are answered one after the other, in the order they came, as the protocol wants. What
/// can't be understood ends this connection, with one line in the log, and touches no other.
/// </summary>
internal sealed partial class Connection(Socket socket, Cluster cluster, int brokerId, Listener at, ILogger logger)
{
    private readonly string _client = $"{socket.RemoteEndPoint}";

    public async Task Run(CancellationToken stop)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var frames = new RequestFrames(stream, cluster.Options, cluster.Memory.Requests, cluster.Time);
            var signIn = at.SignsIn ? new SignInDialogue(cluster.SaslMechanisms) : null;
            var client = new ClientSession(cluster.Authoriser, signIn, Address());
            var requests = new ClientRequests(cluster, brokerId, at, client);
            while (await frames.Next(requests.MostBytes, stop) is { } frame)
            {
                using var room = new AnswerRoom(cluster.Memory.Answers);
                using var answer = new KafkaWriter();
                if (await requests.IsAnswered(frame, room, answer, stop))
                {
                    await Send(answer.Written, stream, stop);
                }

                if (requests.Refusal is { } refusal)
                {
                    throw new ConnectionEndedException(refusal);
                }

                if (client.Silence > TimeSpan.Zero)
                {
                    // After the answer, which says so (KIP-219).
                    await Task.Delay(client.Silence, cluster.Time, stop);
                    client.Throttle(TimeSpan.Zero);
                }
            }
        }
        catch (MalformedFrameException fault)
        {
            ClosedAsMalformed(brokerId, _client, fault.Message);
        }
        catch (ConnectionEndedException ended)
        {
            ClosedOnPurpose(brokerId, _client, ended.Message);
        }
        catch (Exception gone) when (IsOfTheLine(gone))
        {
            // The client went, or the broker was paused or stops.
        }
        catch (Exception fault)
        {
            ClosedOnFault(brokerId, _client, fault);
        }
    }

    // A stream wraps what its socket says. Any other fault of input or output is the disk's, and is told.
    private static bool IsOfTheLine(Exception fault) =>
        fault is IOException { InnerException: SocketException } or SocketException or OperationCanceledException;

    private async Task Send(ReadOnlyMemory<byte> answer, Stream stream, CancellationToken stop)
    {
        var within = cluster.Options.AnswerTimeout;
        using var late = new CancellationTokenSource(within, cluster.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await stream.WriteAsync(answer, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new ConnectionEndedException($"an answer of {answer.Length} bytes wasn't read within {within}");
        }
    }

    private string Address()
    {
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        return $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker {Broker} closed the connection of {Client}: {Reason}")]
    private partial void ClosedAsMalformed(int broker, string client, string reason);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Broker {Broker} closed the connection of {Client}: {Reason}"
    )]
    private partial void ClosedOnPurpose(int broker, string client, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Broker {Broker} closed the connection of {Client} on a fault of its own"
    )]
    private partial void ClosedOnFault(int broker, string client, Exception fault);
}

/// <summary>The protocol says that the only answer to this is to close the connection.</summary>
internal sealed class ConnectionEndedException(string why) : Exception(why);
