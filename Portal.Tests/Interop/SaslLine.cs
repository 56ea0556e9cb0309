using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Interop;

/// <summary>One connection, request by request: what a client would hide, or never send, is seen here.</summary>
internal sealed class SaslLine : IDisposable
{
    private readonly TcpClient _socket;
    private readonly Stream _stream;

    private SaslLine(TcpClient socket, Stream stream) => (_socket, _stream) = (socket, stream);

    /// <param name="ca">The file of the authority to trust; null: without TLS.</param>
    public static async Task<SaslLine> To(string bootstrap, string? ca = null)
    {
        var address = bootstrap.Split(',')[0].Split(':');
        var socket = new TcpClient();
        await socket.ConnectAsync(address[0], int.Parse(address[1]));
        return new SaslLine(socket, ca is null ? socket.GetStream() : await Encrypted(socket, address[0], ca));
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
            return await _stream.ReadAsync(new byte[1], late.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private static async Task<Stream> Encrypted(TcpClient socket, string host, string ca)
    {
        var stream = new SslStream(socket.GetStream());
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(ca);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = trust }
        );
        return stream;
    }

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
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            await _stream.WriteAsync(frame, late.Token);
            var head = new byte[sizeof(int)];
            await _stream.ReadExactlyAsync(head, late.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
            await _stream.ReadExactlyAsync(body, late.Token);
            return body;
        }
        catch (IOException)
        {
            return null; // An end of stream is one too.
        }
    }
}
