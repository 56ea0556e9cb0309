using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>Topics as they are: one Metadata and one DescribeConfigs, however many were asked for, and one request more where one may be being moved.</summary>
internal static class TopicLook
{
    private static readonly TimeSpan MovesWithin = TimeSpan.FromSeconds(3);

    /// <param name="client">For what is being moved; null: how many replicas there are doesn't matter.</param>
    public static async Task<ImmutableSortedDictionary<string, TopicAnswer>> At(
        KafkaAdmin admin,
        IReadOnlyCollection<string> names,
        KafkaClient? client,
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
        var adding =
            client is not null && told.Values.Any(MayMove) ? await Adding(client, stop) : ReassignmentLook.Nothing;
        return asked.ToImmutableSortedDictionary(
            name => name,
            name => Answer(name, told.GetValueOrDefault(name), configs.GetValueOrDefault(name), adding),
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
        DescribeConfigsResponse.Result? configs,
        IReadOnlyDictionary<(string Topic, int Partition), int> adding
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
            _ => new TopicAnswer.Found(Live(topic, configs, adding)),
        };

    private static bool MayMove(MetadataResponse.Topic topic) =>
        topic.Partitions.Length > 0
        && Array.TrueForAll(topic.Partitions, p => p.IsrNodes.Length < p.ReplicaNodes.Length);

    private static async Task<IReadOnlyDictionary<(string Topic, int Partition), int>> Adding(
        KafkaClient client,
        CancellationToken stop
    )
    {
        try
        {
            // Only the waiting ends so soon: a request that is given up ends its connection, on which an act may be under way.
            return await ReassignmentLook.Adding(client, null, stop).WaitAsync(MovesWithin, client.Time, stop);
        }
        catch (Exception unanswered) when (unanswered is KafkaException or TimeoutException)
        {
            // All else about the topics is known: it counts as listed then.
            return ReassignmentLook.Nothing;
        }
    }

    private static LiveTopic Live(
        MetadataResponse.Topic topic,
        DescribeConfigsResponse.Result configs,
        IReadOnlyDictionary<(string Topic, int Partition), int> adding
    ) =>
        new(
            EngineText.Name(topic.Name!),
            topic.TopicId,
            topic.PartitionCount,
            // Where partitions differ (a reassignment by hand), the weakest tells how safe the topic is.
            topic
                .Partitions.Select(p =>
                    p.ReplicaNodes.Length - adding.GetValueOrDefault((topic.Name!, p.PartitionIndex))
                )
                .DefaultIfEmpty()
                .Min(),
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
