using System.Net.Sockets;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Broker;

/// <summary>
/// One client's connection to one broker: requests are answered one after the other, in the order they came, as the protocol wants. What
/// can't be understood ends this connection, with one line in the log, and touches no other.
/// </summary>
internal sealed partial class Connection(Socket socket, Cluster cluster, int brokerId, ILogger logger)
{
    private readonly string _client = $"{socket.RemoteEndPoint}";

    public async Task Run(CancellationToken stop)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var frames = new RequestFrames(stream, cluster.Options, cluster.Memory.Requests, cluster.Time);
            while (await frames.Next(stop) is { } frame)
            {
                using var room = new AnswerRoom(cluster.Memory.Answers);
                using var answer = new KafkaWriter();
                if (await IsAnswered(frame, room, answer, stop))
                {
                    await Send(answer.Written, stream, stop);
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

    // What the request came in and what the answer was put together from goes back before the answer is sent.
    private async Task<bool> IsAnswered(
        RequestFrame request,
        AnswerRoom room,
        KafkaWriter writer,
        CancellationToken stop
    )
    {
        using var frame = request;
        using var memory = new RentedBytes();
        var (header, bodyAt) = Header(frame.Bytes);
        var on = new Exchange(cluster, brokerId, header, HostOf(_client), memory, room, stop);
        if (ApiTable.Find(header.Key) is not { } api)
        {
            throw new MalformedFrameException($"Request {(short)header.Key} isn't known here.");
        }

        if (api.Versions.Contains(header.Version))
        {
            return await api.Serve(on, frame.Bytes, bodyAt, writer);
        }

        if (header.Key == ApiKey.ApiVersions)
        {
            // A newer client learns from a version 0 answer what it may speak (KIP-511).
            var refusal = Requests.ApiVersions.Refusal();
            Frames.Response(
                writer,
                refusal,
                ApiVersionsRequest.Key,
                ApiVersionsRequest.Versions,
                0,
                header.CorrelationId
            );
            return true;
        }

        throw new MalformedFrameException($"Version {header.Version} of {header.Key} isn't spoken here.");
    }

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

    private static (RequestHeader Header, int BodyAt) Header(ReadOnlyMemory<byte> frame)
    {
        var reader = new KafkaReader(frame);
        var header = RequestHeader.Read(ref reader, Apis.Find);
        return (header, reader.Position);
    }

    private static string HostOf(string endpoint) => endpoint[..Math.Max(endpoint.LastIndexOf(':'), 0)];

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
