using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Puts what the coordinators said into columns.</summary>
internal static class GroupColumnsBuilder
{
    public static GroupColumns Build(IReadOnlyList<BrokerGroups> parts)
    {
        var rows = Rows(parts);
        var firsts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            firsts[i + 1] = firsts[i] + rows[i].Part.CommitsOf(rows[i].Group);
        }
        var partitions = new int[firsts[^1]];
        var offsets = new long[firsts[^1]];
        var errors = new ErrorCode[firsts[^1]];
        for (var i = 0; i < rows.Count; i++)
        {
            var range = new Range(firsts[i], firsts[i + 1]);
            rows[i]
                .Part.CopyCommits(rows[i].Group, partitions.AsSpan(range), offsets.AsSpan(range), errors.AsSpan(range));
        }
        return new GroupColumns
        {
            Names = [.. rows.Select(row => row.Listed.Name)],
            Types = [.. rows.Select(row => row.Listed.Type)],
            States = [.. rows.Select(row => row.Listed.State)],
            ProtocolTypes = [.. rows.Select(row => row.Listed.ProtocolType)],
            Coordinators = [.. rows.Select(row => row.Part.Broker)],
            Errors = [.. rows.Select(row => row.Part.ErrorOf(row.Group))],
            FirstCommit = firsts,
            Partitions = partitions,
            Offsets = offsets,
            OffsetErrors = errors,
        };
    }

    // While a group moves, two brokers may list it: the one that answered for it counts.
    private static List<Row> Rows(IReadOnlyList<BrokerGroups> parts)
    {
        var rows = new List<Row>();
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            for (var group = 0; group < part.Groups.Length; group++)
            {
                var row = new Row(part, group);
                if (met.TryAdd(row.Listed.Name, rows.Count))
                {
                    rows.Add(row);
                }
                else if (part.ErrorOf(group) == ErrorCode.None)
                {
                    rows[met[row.Listed.Name]] = row;
                }
            }
        }
        return rows;
    }

    private readonly record struct Row(BrokerGroups Part, int Group)
    {
        public ListedGroup Listed => Part.Groups[Group];
    }
}
