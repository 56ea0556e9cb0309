using System.Diagnostics;

namespace Portal.Tests.Kit;

/// <summary>Runs a program to its end and gives what it wrote; throws when it fails or takes too long.</summary>
public static class Command
{
    public static Task<string> Run(string program, params string[] arguments) =>
        Run(TimeSpan.FromMinutes(2), program, arguments);

    public static async Task<string> Run(TimeSpan within, string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close(); // nobody is there to be asked
        using var late = new CancellationTokenSource(within);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(late.Token);
            var complained = process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return process.ExitCode == 0
                ? await said
                : throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await said}{await complained}"
                );
        }
        catch (OperationCanceledException tooLate)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {within}.", tooLate);
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
