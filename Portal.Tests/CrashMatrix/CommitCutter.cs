using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Portal.Tests.CrashMatrix;

/// <summary>Which side of a COMMIT a connection dies on.</summary>
public enum Cut
{
    /// <summary>The store never gets it.</summary>
    Before,

    /// <summary>The store does it, and nobody is told.</summary>
    After,
}

/// <summary>A way to PostgreSQL that can be made to break in the middle of the next COMMIT.</summary>
public sealed class CommitCutter : IDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _store;
    private int _armed;
    private int _passes;

    public CommitCutter(string store)
    {
        _store = store;
        _listener.Start();
        _ = Accept();
    }

    /// <summary>The store's address through here.</summary>
    public string Store =>
        new NpgsqlConnectionStringBuilder(_store)
        {
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    /// <summary>Whether a COMMIT has been cut since it was armed.</summary>
    public bool HasCut { get; private set; }

    /// <param name="after">So many are let pass before.</param>
    public void Arm(Cut cut, int after = 0)
    {
        HasCut = false;
        Volatile.Write(ref _passes, after);
        Volatile.Write(ref _armed, (int)cut + 1);
    }

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
        var target = new NpgsqlConnectionStringBuilder(_store);
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(target.Host!, target.Port);
            var way = new Way(near.GetStream(), far.GetStream());
            await Task.WhenAny(Forward(way), Back(way));
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidOperationException)
        {
            // Either side went away; disposing tells the other.
        }
    }

    private async Task Forward(Way way)
    {
        var buffer = new byte[64 * 1024];
        while (await way.Near.ReadAsync(buffer) is > 0 and var read)
        {
            var bytes = buffer.AsMemory(0, read);
            var cut = bytes.Span.IndexOf(Commit) >= 0 ? Take() : 0;
            way.IsMute = cut != 0;
            if (cut != (int)Cut.Before + 1)
            {
                await way.Far.WriteAsync(bytes);
            }

            if (cut != 0)
            {
                await (cut == (int)Cut.After + 1 ? way.Answered.Task : Task.CompletedTask);
                HasCut = true;
                return;
            }
        }
    }

    private int Take() =>
        Volatile.Read(ref _armed) == 0 || Interlocked.Decrement(ref _passes) >= 0
            ? 0
            : Interlocked.Exchange(ref _armed, 0);

    // What was committed is committed once the store begins to answer; that answer goes nowhere.
    private static async Task Back(Way way)
    {
        var buffer = new byte[64 * 1024];
        while (await way.Far.ReadAsync(buffer) is > 0 and var read)
        {
            if (way.IsMute)
            {
                way.Answered.TrySetResult();
            }
            else
            {
                await way.Near.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }

    private sealed class Way(NetworkStream near, NetworkStream far)
    {
        private volatile bool _isMute;

        public NetworkStream Near => near;

        public NetworkStream Far => far;

        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsMute
        {
            get => _isMute;
            set => _isMute = value;
        }
    }
}
