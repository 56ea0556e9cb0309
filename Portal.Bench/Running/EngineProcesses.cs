using System.Diagnostics;
using System.Globalization;

namespace Portal.Bench.Running;

/// <summary>The processes of an engine, and what processes keep in memory.</summary>
internal static class EngineProcesses
{
    /// <param name="folder">The engine's.</param>
    public static IReadOnlyList<int> In(string folder) =>
        [
            .. Directory
                .GetFiles(Path.Combine(folder, "run"), "*.pid")
                .Select(path => int.Parse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture)),
        ];

    /// <summary>Bytes, of all of them together.</summary>
    public static long Resident(IEnumerable<int> processes) =>
        processes.Sum(id =>
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64;
        });
}
