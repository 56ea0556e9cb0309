using System.Net;
using System.Net.Sockets;

namespace Portal.Tests.Kit;

/// <summary>
/// Loopback ports that nobody listens on at the moment of asking, and none of them twice in a run: a server that was killed
/// and comes back finds its own free. They lie below those that the system gives to outgoing connections, so that none of
/// these takes one before its server does.
/// </summary>
public static class FreePorts
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int One() => Block(0);

    /// <summary>A first port with every one of <paramref name="offsets"/> free above it.</summary>
    public static int Block(params int[] offsets)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var first = Random.Shared.Next(10_000, 20_000);
            if (Take([.. offsets.Select(offset => first + offset)]))
            {
                return first;
            }
        }

        throw new InvalidOperationException("No block of free ports was found.");
    }

    private static bool Take(int[] ports)
    {
        lock (Gate)
        {
            if (ports.Any(Given.Contains) || !ports.All(IsFree))
            {
                return false;
            }

            Given.UnionWith(ports);
            return true;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
