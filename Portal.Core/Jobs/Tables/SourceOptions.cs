using System.Globalization;

namespace Portal.Core.Jobs.Tables;

/// <summary>How a topic is read, as a table's options.</summary>
internal static class SourceOptions
{
    /// <param name="upsert">Its start can't be chosen: it is read whole.</param>
    /// <param name="isBeside">Another table of the job reads the topic too, and tells how far it is.</param>
    public static IEnumerable<TableOption> Of(
        string job,
        TopicFacts facts,
        bool upsert,
        JobDefinition definition,
        bool isBeside = false
    )
    {
        yield return new("properties.group.id", JobName.Group(job));
        yield return new("properties.isolation.level", "read_committed");
        if (facts.IsRehearsal || facts.Preview is not null || isBeside)
        {
            yield return new("properties.commit.offsets.on.checkpoint", "false");
        }

        foreach (var option in upsert ? [] : Start(facts, definition))
        {
            yield return option;
        }

        if (facts.Preview is not null)
        {
            yield return new("scan.bounded.mode", "latest-offset");
        }
    }

    /// <summary>Its own idle timeout; none: that of all sources of the job holds.</summary>
    public static IEnumerable<TableOption> Idle(JobSource? source) =>
        source?.IdleTimeoutSeconds is { } idle
            ? [new("scan.watermark.idle-timeout", string.Create(CultureInfo.InvariantCulture, $"{idle}s"))]
            : [];

    private static IEnumerable<TableOption> Start(TopicFacts facts, JobDefinition definition) =>
        facts.Preview?.Since is { } since
            ?
            [
                new("scan.startup.mode", "timestamp"),
                new(
                    "scan.startup.timestamp-millis",
                    since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
                ),
            ]
            :
            [
                new(
                    "scan.startup.mode",
                    definition.StartAt == JobStartAt.Earliest ? "earliest-offset" : "latest-offset"
                ),
            ];
}
