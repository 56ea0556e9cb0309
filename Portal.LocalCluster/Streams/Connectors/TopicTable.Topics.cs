using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private const string TopicOption = "topic";
    private const string PatternOption = "topic-pattern";
    private const string DiscoveryOption = "scan.topic-partition-discovery.interval";
    private static readonly TimeSpan UsualDiscovery = TimeSpan.FromSeconds(10);

    /// <summary>As its option names them, with semicolons between.</summary>
    private ImmutableArray<string> Topics { get; }

    /// <summary>A table of each of its topics: what reads several reads each by itself.</summary>
    public IEnumerable<TopicTable> Each =>
        Topics.Length == 1
            ? [this]
            : Topics.Select(topic => new TopicTable(
                new Dictionary<string, string>(_options, StringComparer.Ordinal) { [TopicOption] = topic },
                Columns,
                PrimaryKey
            ));

    /// <summary>How often new partitions are looked for; null: never. Flink's default is five minutes, which is long for who watches.</summary>
    public TimeSpan? DiscoversEvery { get; }

    /// <exception cref="SqlDataException">It has more than one.</exception>
    public void CheckIsOne()
    {
        if (Topics.Length > 1)
        {
            throw new SqlDataException(
                $"'{TopicOption}' names {Topics.Length} topics: {string.Join(", ", Topics)}. A table that is written to has one; the local cluster's stream runtime doesn't choose among several."
            );
        }
    }

    private ImmutableArray<string> Named()
    {
        if (Get(PatternOption) is not null)
        {
            throw new SqlDataException(
                $"The local cluster's stream runtime doesn't look for topics by '{PatternOption}'. Name them in '{TopicOption}', with semicolons between, or run the job on real Flink."
            );
        }

        var topics = Required(TopicOption)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        return topics.Length switch
        {
            0 => throw new SqlDataException($"Invalid value for option '{TopicOption}': it names no topic."),
            > 1 when Start == StartAt.Offsets || End == EndAt.Offsets => throw new SqlDataException(
                "Currently Kafka source only supports specific offset for single topic."
            ),
            _ => topics,
        };
    }

    private TimeSpan? DiscoveryOf(string? every) =>
        IsBounded ? null
        : every is null ? UsualDiscovery
        : PlanOptions.TimeOf(every) is not { } interval
            ? throw new SqlDataException($"Could not parse value '{every}' for key '{DiscoveryOption}'.")
        : interval > TimeSpan.Zero ? interval
        : null;
}
