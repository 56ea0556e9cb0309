using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker;

/// <summary>The requests of one connection, from bytes to bytes. Where clients sign in, nothing else is answered until one has.</summary>
internal sealed class ClientRequests(Cluster cluster, int brokerId, Listener at, ClientSession client)
{
    // Kafka's connection.failed.authentication.delay.ms: who guesses passwords guesses slowly.
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromMilliseconds(100);

    private readonly SignInDialogue? _signIn = client.SignIn;

    /// <summary>How long the next request may be.</summary>
    public int MostBytes =>
        _signIn is { IsOpen: false }
            ? Math.Min(SignInDialogue.MostBytes, cluster.Options.MaxRequestBytes)
            : cluster.Options.MaxRequestBytes;

    /// <summary>Why the client can't sign in; it gets its answer, and then the connection ends.</summary>
    public string? Refusal => _signIn?.Refusal;

    /// <summary>
    /// Answers into the writer; false when no answer is to be sent. What the request came in and what the answer was put together from goes
    /// back before that.
    /// </summary>
    /// <exception cref="MalformedFrameException">It isn't a request that is known here.</exception>
    public async Task<bool> IsAnswered(
        RequestFrame request,
        AnswerRoom room,
        KafkaWriter writer,
        CancellationToken stop
    )
    {
        using var frame = request;
        if (_signIn is not { IsOpen: false })
        {
            return await IsServed(frame.Bytes, room, writer, stop);
        }

        var isAnswered = _signIn.ExpectsBareToken
            ? BareTokens.IsAnswered(_signIn, frame.Bytes, writer)
            : await IsServed(frame.Bytes, room, writer, stop);
        if (_signIn.Refusal is not null)
        {
            await Task.Delay(RefusalDelay, cluster.Time, stop);
        }

        return isAnswered;
    }

    private async Task<bool> IsServed(Memory<byte> frame, AnswerRoom room, KafkaWriter writer, CancellationToken stop)
    {
        using var memory = new RentedBytes();
        var (header, bodyAt) = Header(frame);
        if (_signIn?.Expects(header.Key) == false)
        {
            throw new ConnectionEndedException($"{header.Key} was sent before the client signed in");
        }

        if (ApiTable.Find(header.Key) is not { } api)
        {
            throw new MalformedFrameException($"Request {(short)header.Key} isn't known here.");
        }

        if (api.Versions.Contains(header.Version))
        {
            var on = new Exchange(cluster, brokerId, at, client, header, frame.Length, memory, room, stop);
            return await api.Serve(on, frame, bodyAt, writer);
        }

        if (header.Key == ApiKey.ApiVersions)
        {
            Requests.ApiVersions.Refuse(writer, header.CorrelationId);
            return true;
        }

        throw new MalformedFrameException($"Version {header.Version} of {header.Key} isn't spoken here.");
    }

    private static (RequestHeader Header, int BodyAt) Header(ReadOnlyMemory<byte> frame)
    {
        var reader = new KafkaReader(frame);
        var header = RequestHeader.Read(ref reader, Apis.Find);
        return (header, reader.Position);
    }
}
