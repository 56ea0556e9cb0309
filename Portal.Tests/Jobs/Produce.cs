using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>Records by a program that we didn't write, and those that it can read again.</summary>
internal static class Produce
{
    /// <summary>A record for each line.</summary>
    public static Task Lines(string bootstrap, string topic, string lines) =>
        Command.Run(
            "bash",
            "-c",
            """printf '%s' "$1" | kcat -P -b "$2" -t "$3" -X acks=all""",
            "bash",
            lines,
            bootstrap,
            topic
        );

    /// <summary>A record for each line: key|value; without a value it has none.</summary>
    public static Task Keyed(string bootstrap, string topic, string lines) =>
        Command.Run(
            "bash",
            "-c",
            """printf '%s' "$1" | kcat -P -b "$2" -t "$3" -K '|' -Z -X acks=all""",
            "bash",
            lines,
            bootstrap,
            topic
        );

    /// <summary>What a reader of committed records sees, in ordinal order, once there are so many.</summary>
    /// <param name="format">As kcat takes it: a line for each record.</param>
    public static Task<IReadOnlyList<string>> Committed(
        string bootstrap,
        string topic,
        int count,
        string format = "%s\n"
    ) =>
        Deadline.For<IReadOnlyList<string>>(
            async () =>
            {
                var read = await Command.Run(
                    "kcat",
                    "-C",
                    "-e",
                    "-q",
                    "-b",
                    bootstrap,
                    "-t",
                    topic,
                    "-X",
                    "isolation.level=read_committed",
                    "-f",
                    format
                );
                var lines = read.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Order(StringComparer.Ordinal)
                    .ToList();
                return lines.Count >= count ? lines : null;
            },
            TimeSpan.FromSeconds(60)
        );
}
