using System.Globalization;
using System.Text.Json;

namespace Portal.Bench.Running;

/// <summary>What one of the portal's parts takes of the machine's memory, in megabytes.</summary>
/// <param name="Resident">All pages that it has in memory.</param>
/// <param name="Proportional">The same, but a page that several processes have counts for each by its share: the framework's files are most of those.</param>
internal sealed record ProcessMemory(double Resident, double Proportional)
{
    public string InWords => $"{Resident:0} MB ({Proportional:0} with shared pages by share)";

    /// <param name="part">As <c>./portal status --json</c> has it.</param>
    public static ProcessMemory Of(JsonElement part) =>
        new(
            part.GetProperty("memoryBytes").GetInt64() / 1e6,
            part.TryGetProperty("pid", out var pid) ? Share(pid.GetInt32()) / 1e3 : 0
        );

    // Kilobytes of a process and of its children, but for what ends meanwhile.
    private static long Share(int pid)
    {
        try
        {
            return ShareOf(pid);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long ShareOf(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup")
            .First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        var own = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        var children = Directory
            .EnumerateDirectories($"/proc/{pid}/task")
            .SelectMany(thread =>
                File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            );
        return own + children.Sum(child => Share(int.Parse(child, CultureInfo.InvariantCulture)));
    }
}
