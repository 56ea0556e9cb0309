using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>Topics as they are: one Metadata and one DescribeConfigs, however many were asked for.</summary>
internal static class TopicLook
{
    public static async Task<ImmutableSortedDictionary<string, TopicAnswer>> At(
        KafkaAdmin admin,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var asked = names.Distinct(StringComparer.Ordinal).ToArray();
        if (asked.Length == 0)
        {
            return ImmutableSortedDictionary.Create<string, TopicAnswer>(StringComparer.Ordinal);
        }

        var told = (await admin.Topics(asked, stop))
            .Where(topic => topic.Name is not null)
            .ToDictionary(topic => topic.Name!, StringComparer.Ordinal);
        var there = told.Values.Where(topic => topic.Error == ErrorCode.None).Select(topic => topic.Name!).ToArray();
        var configs = (there.Length == 0 ? [] : await admin.TopicConfigs(there, stop)).ToDictionary(
            result => result.ResourceName,
            StringComparer.Ordinal
        );
        return asked.ToImmutableSortedDictionary(
            name => name,
            name => Answer(name, told.GetValueOrDefault(name), configs.GetValueOrDefault(name)),
            StringComparer.Ordinal
        );
    }

    public static async Task<ImmutableArray<string?>> Everywhere(
        KafkaAdmin admin,
        string name,
        string config,
        CancellationToken stop
    ) =>
        [
            .. (await admin.TopicConfigsEverywhere(name, stop)).Select(shown =>
                shown?.Configs.FirstOrDefault(entry => entry.Name == config)?.Value
            ),
        ];

    public static async Task<IReadOnlyList<TopicListing>> List(KafkaAdmin admin, CancellationToken stop) =>
        [
            .. (await admin.AllTopics(stop))
                .Topics.Where(topic => topic is { Error: ErrorCode.None, Name: not null })
                .Select(topic => new TopicListing(topic.Name!, topic.TopicId, topic.IsInternal)),
        ];

    private static TopicAnswer Answer(
        string name,
        MetadataResponse.Topic? topic,
        DescribeConfigsResponse.Result? configs
    ) =>
        (topic, configs) switch
        {
            (null, _) => new TopicAnswer.Unknown($"Nothing was answered about {name}."),
            // A name that Kafka doesn't allow can't be there either.
            ({ Error: ErrorCode.UnknownTopicOrPartition or ErrorCode.InvalidTopicException }, _) =>
                new TopicAnswer.Missing(),
            ({ Error: ErrorCode.TopicAuthorizationFailed }, _) => new TopicAnswer.Unknown(
                $"The portal isn't allowed to see {name}: it lacks Describe on it."
            ),
            ({ Error: not ErrorCode.None and var error }, _) => new TopicAnswer.Unknown($"{name}: {error.InWords()}."),
            (_, null) => new TopicAnswer.Unknown($"Nothing was answered about the configuration of {name}."),
            (_, { Error: ErrorCode.TopicAuthorizationFailed }) => new TopicAnswer.Unknown(
                $"The portal isn't allowed to read the configuration of {name}: it lacks DescribeConfigs on it."
            ),
            (_, { Error: not ErrorCode.None and var error, ErrorMessage: var words }) => new TopicAnswer.Unknown(
                $"The configuration of {name}: {EngineText.Words(KafkaFaults.Describe(error, words))}"
            ),
            _ => new TopicAnswer.Found(Live(topic, configs)),
        };

    private static LiveTopic Live(MetadataResponse.Topic topic, DescribeConfigsResponse.Result configs) =>
        new(
            EngineText.Name(topic.Name!),
            topic.TopicId,
            topic.Partitions.Length,
            // Where partitions differ (a reassignment by hand), the weakest tells how safe the topic is.
            topic.Partitions.Select(p => p.ReplicaNodes.Length).DefaultIfEmpty().Min(),
            topic.IsInternal,
            configs.Configs.ToImmutableSortedDictionary(
                entry => EngineText.Name(entry.Name),
                entry => new LiveConfig(
                    entry.IsSensitive ? null : EngineText.Value(entry.Value),
                    IsDefault: entry.ConfigSource != ConfigSources.Topic,
                    EngineText.Value(ByDefault(entry))
                ),
                StringComparer.Ordinal
            )
        );

    /// <remarks>
    /// Where a broker has the setting in another unit (log.retention.hours), Kafka 4.3 lists no synonym of it, so the
    /// default of a set retention.ms, segment.ms or flush.ms isn't told.
    /// </remarks>
    private static string? ByDefault(DescribeConfigsResponse.Entry entry) =>
        entry is { IsSensitive: false, ConfigSource: ConfigSources.Topic }
            ? entry.Synonyms.FirstOrDefault(synonym => synonym.Source != ConfigSources.Topic)?.Value
            : null;
}
