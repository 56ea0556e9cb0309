using System.Globalization;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Admin;

/// <summary>
/// What an administrator asks of a cluster, many topics at once. Answers come back as the protocol gives them, one
/// result for each thing asked, so that the caller can sort their errors.
/// </summary>
public sealed partial class KafkaAdmin(KafkaClient client)
{
    /// <summary>Small enough to be answered in time, large enough to be few.</summary>
    private const int TopicsPerRequest = 1000;

    /// <summary>Topics by name, with what we may do to them. Error 3 is gone, 29 is not allowed to see.</summary>
    public async Task<IReadOnlyList<MetadataResponse.Topic>> Topics(IEnumerable<string> names, CancellationToken stop)
    {
        var found = new List<MetadataResponse.Topic>();
        foreach (var some in names.Chunk(TopicsPerRequest))
        {
            found.AddRange(await Topics([.. some.Select(name => ByName(name))], stop).ConfigureAwait(false));
        }
        return found;
    }

    /// <summary>Every topic we may see.</summary>
    public async Task<MetadataResponse> AllTopics(CancellationToken stop) =>
        await client.Metadata(new MetadataRequest { AllowAutoTopicCreation = false }, stop).ConfigureAwait(false);

    /// <summary>The cluster with what we may do to it.</summary>
    public Task<DescribeClusterResponse> Cluster(CancellationToken stop) =>
        client.SendAny(Call.Of(new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true }), null, stop);

    /// <summary>All configuration entries of the topics; one result each.</summary>
    public async Task<IReadOnlyList<DescribeConfigsResponse.Result>> TopicConfigs(
        IEnumerable<string> names,
        CancellationToken stop
    )
    {
        var found = new List<DescribeConfigsResponse.Result>();
        foreach (var some in names.Chunk(TopicsPerRequest))
        {
            var request = new DescribeConfigsRequest { Resources = [.. some.Select(OfTopic)], IncludeSynonyms = true };
            found.AddRange((await client.SendAny(Call.Of(request), null, stop).ConfigureAwait(false)).Results);
        }
        return found;
    }

    /// <summary>
    /// All configuration entries of a topic as each broker shows them: brokers learn of a change one after the other.
    /// Null for one that has nothing to say of it; throws when one that the cluster names doesn't answer.
    /// </summary>
    public async Task<IReadOnlyList<DescribeConfigsResponse.Result?>> TopicConfigsEverywhere(
        string name,
        CancellationToken stop
    )
    {
        var nobody = new MetadataRequest { Topics = [], AllowAutoTopicCreation = false };
        var brokers = (await client.Metadata(nobody, stop).ConfigureAwait(false)).Brokers;
        var request = new DescribeConfigsRequest { Resources = [OfTopic(name)] };
        var answers = await Task.WhenAll(brokers.Select(b => client.SendTo(b.NodeId, Call.Of(request), null, stop)))
            .ConfigureAwait(false);
        return [.. answers.Select(answer => answer.Results.SingleOrDefault())];
    }

    /// <summary>One of the brokers' own settings, of each broker by itself; throws when one that the cluster names doesn't answer.</summary>
    public Task<IReadOnlyList<DescribeConfigsResponse.Result?>> BrokerConfig(string config, CancellationToken stop) =>
        OfEachBroker([config], stop);

    /// <summary>All of them, those of single listeners too.</summary>
    public Task<IReadOnlyList<DescribeConfigsResponse.Result?>> BrokerConfigs(CancellationToken stop) =>
        OfEachBroker(null, stop);

    private async Task<IReadOnlyList<DescribeConfigsResponse.Result?>> OfEachBroker(
        string[]? configs,
        CancellationToken stop
    )
    {
        var nobody = new MetadataRequest { Topics = [], AllowAutoTopicCreation = false };
        var brokers = (await client.Metadata(nobody, stop).ConfigureAwait(false)).Brokers;
        var answers = await Task.WhenAll(
                brokers.Select(b => client.SendTo(b.NodeId, Call.Of(OfBroker(b.NodeId, configs)), null, stop))
            )
            .ConfigureAwait(false);
        return [.. answers.Select(answer => answer.Results.SingleOrDefault())];
    }

    private static DescribeConfigsRequest OfBroker(int broker, string[]? configs) =>
        new()
        {
            Resources =
            [
                new()
                {
                    ResourceType = ConfigResource.Broker,
                    ResourceName = broker.ToString(CultureInfo.InvariantCulture),
                    ConfigurationKeys = configs,
                },
            ],
        };

    private static DescribeConfigsRequest.Resource OfTopic(string name) =>
        new() { ResourceType = ConfigResource.Topic, ResourceName = name };

    private async Task<MetadataResponse.Topic[]> Topics(MetadataRequest.AskedTopic[] asked, CancellationToken stop)
    {
        var request = new MetadataRequest
        {
            Topics = asked,
            AllowAutoTopicCreation = false,
            IncludeTopicAuthorizedOperations = true,
        };
        return (await client.Metadata(request, stop).ConfigureAwait(false)).Topics;
    }

    private static MetadataRequest.AskedTopic ByName(string name) => new() { Name = name };
}
