using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Configuration as it is told to clients: value, where it comes from, and what would stand without it.</summary>
internal static class ConfigEntries
{
    public static IEnumerable<DescribeConfigsResponse.Entry> Of(Topic topic) =>
        TopicConfigs.All.Select(definition => Of(definition, topic.Configs.GetValueOrDefault(definition.Name)));

    /// <summary>What a broker of this cluster has in common with all others. It can't be changed from outside.</summary>
    public static IEnumerable<DescribeConfigsResponse.Entry> OfBroker(Cluster cluster, int brokerId)
    {
        var options = cluster.Options;
        var listeners = Listener.Of(options).Select(at => $"{at.Protocol}://{options.Host}:{at.PortOf(brokerId)}");
        return
        [
            Fixed("broker.id", ConfigType.Int, $"{brokerId}"),
            Fixed("auto.create.topics.enable", ConfigType.Flag, "false"),
            Fixed("default.replication.factor", ConfigType.Int, $"{options.DefaultReplicationFactor}"),
            Fixed("num.partitions", ConfigType.Int, $"{options.DefaultPartitions}"),
            Fixed("log.dirs", ConfigType.Text, options.DataDirectory),
            Fixed("listeners", ConfigType.List, string.Join(',', listeners)),
            Fixed("sasl.enabled.mechanisms", ConfigType.List, string.Join(',', cluster.SaslMechanisms.Names)),
            Fixed("super.users", ConfigType.Text, cluster.Authoriser.SuperUsers),
            Fixed("socket.request.max.bytes", ConfigType.Int, $"{options.MaxRequestBytes}"),
            Fixed("transaction.max.timeout.ms", ConfigType.Int, $"{options.TransactionMaxTimeout.TotalMilliseconds:0}"),
            .. TopicConfigs
                .All.Where(definition => definition.BrokerName is not null)
                .Select(definition => Default(definition, definition.BrokerName!) with { ReadOnly = true }),
        ];
    }

    private static DescribeConfigsResponse.Entry Of(ConfigDefinition definition, string? own)
    {
        var usual = Default(definition, definition.Name);
        return own is null
            ? usual
            : usual with
            {
                Value = own,
                ConfigSource = ConfigSources.Topic,
                Synonyms = [Synonym(definition.Name, own, ConfigSources.Topic), .. usual.Synonyms],
            };
    }

    private static DescribeConfigsResponse.Entry Default(ConfigDefinition definition, string name) =>
        new()
        {
            Name = name,
            Value = definition.Default,
            ConfigSource = ConfigSources.Default,
            ConfigType = (sbyte)definition.Type,
            Documentation = definition.Documentation,
            Synonyms = definition.BrokerName is { } broker
                ? [Synonym(broker, definition.Default, ConfigSources.Default)]
                : [],
        };

    private static DescribeConfigsResponse.Entry Fixed(string name, ConfigType type, string value) =>
        new()
        {
            Name = name,
            Value = value,
            ReadOnly = true,
            ConfigSource = ConfigSources.StaticBroker,
            ConfigType = (sbyte)type,
            Synonyms = [Synonym(name, value, ConfigSources.StaticBroker)],
        };

    private static DescribeConfigsResponse.Synonym Synonym(string name, string value, sbyte source) =>
        new()
        {
            Name = name,
            Value = value,
            Source = source,
        };
}
