using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeConfigs
{
    public static DescribeConfigsResponse Answer(Exchange on, DescribeConfigsRequest request) =>
        new() { Results = [.. request.Resources.Select(resource => Describe(on, request, resource))] };

    private static DescribeConfigsResponse.Result Describe(
        Exchange on,
        DescribeConfigsRequest request,
        DescribeConfigsRequest.Resource resource
    )
    {
        var result = new DescribeConfigsResponse.Result
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
        };
        if (
            ConfigAccess.Refusal(on, resource.ResourceType, resource.ResourceName, AclOperation.DescribeConfigs) is
            { } refusal
        )
        {
            return result with { Error = refusal.Error, ErrorMessage = refusal.Words };
        }

        var entries = resource.ResourceType switch
        {
            ConfigResource.Topic => on.State.Find(resource.ResourceName) is { } topic ? ConfigEntries.Of(topic) : null,
            ConfigResource.Broker when IsMe(on, resource.ResourceName) => ConfigEntries.OfBroker(
                on.Cluster,
                on.BrokerId
            ),
            ConfigResource.Broker => null,
            _ => [],
        };
        if (entries is null)
        {
            return result with
            {
                Error =
                    resource.ResourceType == ConfigResource.Topic
                        ? TopicFault(resource.ResourceName)
                        : ErrorCode.InvalidRequest,
                ErrorMessage =
                    resource.ResourceType == ConfigResource.Topic
                        ? TopicName.Fault(resource.ResourceName)
                        : $"Unexpected broker id, expected {on.BrokerId} or empty string, but received {resource.ResourceName}",
            };
        }

        return result with
        {
            Configs =
            [
                .. entries
                    .Where(entry => resource.ConfigurationKeys?.Contains(entry.Name, StringComparer.Ordinal) ?? true)
                    .Select(entry =>
                        entry with
                        {
                            Synonyms = request.IncludeSynonyms ? entry.Synonyms : [],
                            Documentation = request.IncludeDocumentation ? entry.Documentation : null,
                        }
                    ),
            ],
        };
    }

    private static bool IsMe(Exchange on, string name) => name.Length == 0 || name == $"{on.BrokerId}";

    private static ErrorCode TopicFault(string name) =>
        TopicName.Fault(name) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException;
}
