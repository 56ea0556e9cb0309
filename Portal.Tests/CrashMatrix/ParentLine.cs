using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Portal.Tests.CrashMatrix;

/// <summary>What the parent process writes, line by line. When it is gone, this process goes too.</summary>
public static class ParentLine
{
    /// <summary>How a line begins that carries an order.</summary>
    public const string Order = "order ";

    private static readonly Channel<string> Orders = Channel.CreateUnbounded<string>();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Others = new(StringComparer.Ordinal);

    /// <summary>The line that lets the worker of an order go on from its moment.</summary>
    public static string Go(int order) => $"go {order}";

    /// <summary>The line that ends an order: its host is stopped.</summary>
    public static string Rest(int order) => $"rest {order}";

    // The console's reader blocks its caller, whatever its name says.
    public static void Listen() => _ = Task.Run(Pump);

    public static async Task<MatrixOrder> NextOrder() => MatrixOrder.Read(await Orders.Reader.ReadAsync());

    /// <summary>Until the parent has written this line.</summary>
    public static Task Says(string line) => Awaited(line).Task;

    private static TaskCompletionSource Awaited(string line) =>
        Others.GetOrAdd(line, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task Pump()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Order, StringComparison.Ordinal))
            {
                await Orders.Writer.WriteAsync(line[Order.Length..]);
            }
            else
            {
                Awaited(line).TrySetResult();
            }
        }

        Environment.Exit(0);
    }
}
