using System.Globalization;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private const string GroupDefault = "portal-streams";
    private static readonly string[] Passed =
    [
        "bootstrap.servers",
        "client.id",
        "group.id",
        "isolation.level",
        "max.poll.interval.ms",
    ];

    /// <summary>Settings of the client that looks for new partitions. Its connections are its own, as in Flink: a quota holds up those of the consumer.</summary>
    public Dictionary<string, string> Enumerator()
    {
        var settings = Client(isProducer: false);
        settings["client.id"] = $"{ClientIdPrefix(settings)}-enumerator-admin-client";
        string[] ofConsumers = ["group.id", "isolation.level", "max.poll.interval.ms"];
        return settings.Where(each => !ofConsumers.Contains(each.Key)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Settings of a client, as the table names them.</summary>
    /// <param name="subtask">Whose consumer it is.</param>
    public Dictionary<string, string> Client(bool isProducer, int subtask = 0)
    {
        var settings = Passed
            .Concat(isProducer ? [TimeoutProperty] : [])
            .Where(name => !isProducer || name is not ("group.id" or "isolation.level" or "max.poll.interval.ms"))
            .Where(name => Get($"properties.{name}") is not null)
            .Select(name => KeyValuePair.Create(name, Get($"properties.{name}")!))
            .Concat(Tuning(isProducer))
            .Concat(Security.Client())
            .ToDictionary(StringComparer.Ordinal);
        if (isProducer)
        {
            settings.TryAdd(TimeoutProperty, UsualTimeoutMs);
            settings.TryAdd("linger.ms", "5");
            settings.TryAdd("queue.buffering.max.kbytes", "65536");
        }
        else
        {
            settings.TryAdd("group.id", GroupDefault);
            // As Flink names the consumer of a source's subtask, whatever properties.client.id says: quotas go by it.
            settings["client.id"] = $"{ClientIdPrefix(settings)}-{subtask.ToString(CultureInfo.InvariantCulture)}";
            settings.TryAdd("isolation.level", "read_uncommitted");
        }

        return settings;
    }

    private string ClientIdPrefix(Dictionary<string, string> settings) =>
        Get("properties.client.id.prefix") ?? settings["group.id"];
}
