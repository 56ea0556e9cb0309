using System.Text.RegularExpressions;

namespace Portal.Tests.Kit;

/// <summary>Starts one of the real engines.</summary>
internal static partial class EngineStart
{
    /// <summary>
    /// Once more where its script took a process for ended that runs, or that had written nothing: it looks for the process's command line, which is
    /// empty for the instant in which one program becomes the next, and a busy machine makes that instant long.
    /// </summary>
    /// <param name="folder">Where it runs.</param>
    public static async Task<string> In(string folder, Func<Task<string>> start)
    {
        try
        {
            return await start();
        }
        catch (InvalidOperationException wrong) when (Ended().Match(wrong.Message) is { Success: true } ended)
        {
            var part = ended.Groups["part"].Value;
            if (HasWritten($"{part}.log") && !Runs($"{part}.pid", folder))
            {
                throw;
            }

            await Command.Run(Path.Combine(Repository.Engines!, "engine"), "stop", folder);
            return await start();
        }
    }

    private static bool HasWritten(string log) => new FileInfo(log) is { Exists: true, Length: > 0 };

    private static bool Runs(string pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{File.ReadAllText(pid).Trim()}/cmdline")
                .Contains(folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"ended while starting \(log: (?<part>[^)]+)\.log\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ended();
}
