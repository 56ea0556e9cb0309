using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kit;

/// <summary>
/// A way to a cluster of one broker that a test closes for one kind of request: the client waits in the middle of what it does for as long as the test
/// wants. Answers are changed so that clients stay on this way.
/// </summary>
internal sealed class KafkaGate : IDisposable
{
    private const int LengthBytes = 4;
    private const int AskedIdAt = LengthBytes + (2 * sizeof(short));
    private static readonly byte[] Host = Encoding.ASCII.GetBytes("127.0.0.1");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _broker;
    private volatile Closed? _closed;

    public KafkaGate(int broker)
    {
        _broker = broker;
        _listener.Start();
        _ = Accept();
    }

    public string Bootstrap => $"127.0.0.1:{Port}";

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="pass">So many of these requests go through before the first that doesn't.</param>
    /// <param name="isAnswer">The request goes through, its answer doesn't.</param>
    /// <returns>Ends when one waits.</returns>
    public Task Close(ApiKey key, int pass = 0, bool isAnswer = false)
    {
        var closed = new Closed(key, isAnswer) { Left = pass };
        _closed = closed;
        return closed.Reached.Task;
    }

    /// <summary>For new requests; what waited is never answered.</summary>
    public void Open() => _closed = null;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                _ = Carry(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _broker);
            var line = new Line(near.GetStream(), far.GetStream());
            await Task.WhenAny(Forward(line), Back(line));
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            // One of the two went away: disposing tells the other.
        }
    }

    private static async Task<bool> Forever() => await new TaskCompletionSource<bool>().Task;

    private async Task<bool> Forward(Line line)
    {
        while (await Frame(line.Near) is { } frame)
        {
            var key = (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(LengthBytes));
            if (_closed is not { } closed || !closed.Stops(key))
            {
                await line.Far.WriteAsync(frame);
            }
            else if (closed.IsAnswer)
            {
                line.Kept = (BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(AskedIdAt)), closed.Reached);
                await line.Far.WriteAsync(frame);
            }
            else
            {
                closed.Reached.TrySetResult();
                return await Forever();
            }
        }

        return false;
    }

    private async Task<bool> Back(Line line)
    {
        while (await Frame(line.Far) is { } frame)
        {
            if (line.Kept is var (id, reached) && BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(LengthBytes)) == id)
            {
                reached.TrySetResult();
                return await Forever();
            }

            Readdress(frame);
            await line.Near.WriteAsync(frame);
        }

        return false;
    }

    // Whoever asks where a broker is hears of this way.
    private void Readdress(byte[] frame)
    {
        for (var at = 0; frame.AsSpan(at).IndexOf(Host) is >= 0 and var found; )
        {
            at += found + Host.Length;
            if (at + sizeof(int) <= frame.Length && BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(at)) == _broker)
            {
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at), Port);
            }
        }
    }

    private static async Task<byte[]?> Frame(NetworkStream from)
    {
        var length = new byte[LengthBytes];
        if (await from.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            return null;
        }

        var frame = new byte[LengthBytes + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(frame, 0);
        await from.ReadExactlyAsync(frame.AsMemory(LengthBytes));
        return frame;
    }

    private sealed class Line(NetworkStream near, NetworkStream far)
    {
        public NetworkStream Near => near;

        public NetworkStream Far => far;

        /// <summary>The request whose answer doesn't go through, and what ends when it is there.</summary>
        public (int Id, TaskCompletionSource Reached)? Kept { get; set; }
    }

    private sealed class Closed(ApiKey key, bool isAnswer)
    {
        private int _left;

        public int Left
        {
            set => _left = value;
        }

        public bool IsAnswer => isAnswer;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Stops(ApiKey asked) => asked == key && Interlocked.Decrement(ref _left) < 0;
    }
}
