using System.Text.RegularExpressions;

namespace Portal.Tests.Kit;

/// <summary>Starts one of the real engines.</summary>
internal static partial class EngineStart
{
    /// <summary>
    /// Once more where its script took a process for ended that had written nothing: it looks for the process's command line, which is empty for the
    /// instant in which one program becomes the next, and a busy machine makes that instant long.
    /// </summary>
    /// <param name="folder">Where it runs.</param>
    public static async Task<string> In(string folder, Func<Task<string>> start)
    {
        try
        {
            return await start();
        }
        catch (InvalidOperationException wrong) when (EndedSilently().Match(wrong.Message) is { Success: true } ended)
        {
            if (new FileInfo(ended.Groups["log"].Value) is { Exists: true, Length: > 0 })
            {
                throw;
            }

            await Command.Run(Path.Combine(Repository.Engines!, "engine"), "stop", folder);
            return await start();
        }
    }

    [GeneratedRegex(@"ended while starting \(log: (?<log>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndedSilently();
}
