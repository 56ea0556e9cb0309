using System.Threading.Channels;

namespace Portal.Tests.CrashMatrix;

/// <summary>What the parent process says, line by line. When it is gone, this process goes too.</summary>
public static class ParentLine
{
    private static readonly Channel<string> Lines = Channel.CreateUnbounded<string>();

    // The console's reader blocks its caller, whatever its name says.
    public static void Listen() => _ = Task.Run(Pump);

    public static async Task Next() => await Lines.Reader.ReadAsync();

    private static async Task Pump()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await Lines.Writer.WriteAsync(line);
        }

        Environment.Exit(0);
    }
}
