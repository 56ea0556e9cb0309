using System.Threading.Channels;

namespace Portal.Tests.CrashMatrix;

/// <summary>What the parent process writes, line by line. When it is gone, this process goes too.</summary>
public static class ParentLine
{
    /// <summary>How a line begins that carries an order.</summary>
    public const string Order = "order ";

    /// <summary>The line that ends an order: its host is stopped, and the process waits for the next one.</summary>
    public const string Rest = "rest";

    /// <summary>The line that lets a worker go on from its moment.</summary>
    public const string Go = "go";

    private static readonly Dictionary<string, Channel<string>> Lines = new[] { Order, Rest, Go }.ToDictionary(
        beginning => beginning,
        _ => Channel.CreateUnbounded<string>()
    );

    // The console's reader blocks its caller, whatever its name says.
    public static void Listen() => _ = Task.Run(Pump);

    /// <summary>The next line that begins like this, without its beginning.</summary>
    public static async Task<string> Next(string beginning) =>
        (await Lines[beginning].Reader.ReadAsync())[beginning.Length..];

    private static async Task Pump()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var channel = Lines.Single(l => line.StartsWith(l.Key, StringComparison.Ordinal)).Value;
            await channel.Writer.WriteAsync(line);
        }

        Environment.Exit(0);
    }
}
