using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Interop;

/// <summary>One connection, request by request: what a client would hide, or never send, is seen here.</summary>
internal sealed class SaslLine : IDisposable
{
    private readonly TcpClient _socket;

    private SaslLine(TcpClient socket) => _socket = socket;

    public static async Task<SaslLine> To(string bootstrap)
    {
        var address = bootstrap.Split(',')[0].Split(':');
        var socket = new TcpClient();
        await socket.ConnectAsync(address[0], int.Parse(address[1]));
        return new SaslLine(socket);
    }

    /// <summary>Null when the connection was closed instead.</summary>
    public async Task<TResponse?> Ask<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IWireFormat<TResponse>
    {
        using var w = new KafkaWriter();
        Frames.Request(w, TRequest.Key, TRequest.Versions, version, 7, "line", request.Write);
        return await Exchange(w.Written) is { } answer ? Read<TRequest, TResponse>(answer, version) : null;
    }

    /// <summary>Bytes with nothing but their length around them; null when the connection was closed.</summary>
    public async Task<byte[]?> Bare(byte[] token)
    {
        var frame = new byte[sizeof(int) + token.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, token.Length);
        token.CopyTo(frame, sizeof(int));
        return await Exchange(frame);
    }

    public async Task<SaslHandshakeResponse?> Handshake(string mechanism, short version = 1) =>
        await Ask(new SaslHandshakeRequest { Mechanism = mechanism }, version);

    public async Task<SaslAuthenticateResponse?> Token(string token, short version = 2) =>
        await Ask(new SaslAuthenticateRequest { AuthBytes = Encoding.UTF8.GetBytes(token) }, version);

    /// <summary>Signs in by SCRAM; gives the last answer, or the first that refuses.</summary>
    public async Task<SaslAuthenticateResponse?> Scram(KafkaSignIn who)
    {
        if (await Handshake(who.Mechanism) is not { Error: ErrorCode.None })
        {
            return null;
        }

        var scram = Portal.Kafka.Client.Scram.For(who);
        var first = await Ask(new SaslAuthenticateRequest { AuthBytes = scram.First() }, 2);
        if (first?.Error != ErrorCode.None)
        {
            return first;
        }

        var last = await Ask(new SaslAuthenticateRequest { AuthBytes = scram.Answer(first.AuthBytes) }, 2);
        if (last?.Error == ErrorCode.None)
        {
            scram.ServerKnowsThePassword(last.AuthBytes).ShouldBeTrue();
        }

        return last;
    }

    public async Task<bool> IsClosed()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        try
        {
            return await _socket.GetStream().ReadAsync(new byte[1], late.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static TResponse Read<TRequest, TResponse>(byte[] frame, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IWireFormat<TResponse>
    {
        var r = new KafkaReader(frame);
        ResponseHeader.ReadCorrelationId(ref r).ShouldBe(7);
        ResponseHeader.ReadRest(ref r, TRequest.Key, TRequest.Versions.IsFlexible(version));
        return TResponse.Read(ref r, version);
    }

    private async Task<byte[]?> Exchange(ReadOnlyMemory<byte> frame)
    {
        var stream = _socket.GetStream();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            await stream.WriteAsync(frame, late.Token);
            var head = new byte[sizeof(int)];
            await stream.ReadExactlyAsync(head, late.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
            await stream.ReadExactlyAsync(body, late.Token);
            return body;
        }
        catch (IOException)
        {
            return null; // An end of stream is one too.
        }
    }
}
