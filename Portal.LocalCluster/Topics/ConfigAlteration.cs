using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>A topic's configuration after single entries were set, taken back, added to or taken from; or why that can't be.</summary>
public static class ConfigAlteration
{
    public static (ClusterEvent.TopicConfigured?, Refusal?) Decide(
        ClusterState state,
        IncrementalAlterConfigsRequest.Resource resource
    )
    {
        if (resource.ResourceType == ConfigResource.Broker)
        {
            // What a broker of this cluster has stands in its options.
            var names = string.Join(", ", resource.Configs.Select(change => change.Name));
            return (null, new(ErrorCode.InvalidRequest, $"Cannot update these configs dynamically: [{names}]"));
        }

        if (resource.ResourceType != ConfigResource.Topic)
        {
            return (
                null,
                new(ErrorCode.InvalidRequest, "On this cluster only the configuration of topics can be changed.")
            );
        }

        if (state.Find(resource.ResourceName) is not { } topic)
        {
            return (
                null,
                new(ErrorCode.UnknownTopicOrPartition, $"The topic '{resource.ResourceName}' does not exist.")
            );
        }

        if (
            resource.Configs.DistinctBy(change => change.Name, StringComparer.Ordinal).Count()
            != resource.Configs.Length
        )
        {
            return (null, new(ErrorCode.InvalidRequest, "Error due to duplicate config keys"));
        }

        var configs = topic.Configs.ToBuilder();
        foreach (var change in resource.Configs)
        {
            if (Apply(configs, change) is { } refusal)
            {
                return (null, refusal);
            }
        }

        var after = configs.ToImmutable();
        return TopicConfigs.Fault(after) is { } fault
            ? (null, new(ErrorCode.InvalidConfig, fault))
            : (new(topic.Id, after), null);
    }

    private static Refusal? Apply(
        ImmutableSortedDictionary<string, string>.Builder configs,
        IncrementalAlterConfigsRequest.Alteration change
    )
    {
        if (TopicConfigs.Find(change.Name) is not { } definition)
        {
            return new(ErrorCode.InvalidConfig, $"Unknown topic config name: {change.Name}");
        }

        switch (change)
        {
            case { ConfigOperation: ConfigOperations.Delete }:
                configs.Remove(change.Name);
                return null;
            case { Value: null }:
                return new(ErrorCode.InvalidConfig, $"Null value not supported for : {change.Name}");
            case { ConfigOperation: ConfigOperations.Set }:
                configs[change.Name] = change.Value;
                return null;
            case { ConfigOperation: ConfigOperations.Append or ConfigOperations.Subtract }
                when definition.Type == ConfigType.List:
                configs[change.Name] = Listed(configs.GetValueOrDefault(change.Name, definition.Default), change);
                return null;
            case { ConfigOperation: ConfigOperations.Append or ConfigOperations.Subtract }:
                return new(
                    ErrorCode.InvalidConfig,
                    $"Config {change.Name} is not a list, so nothing can be appended to or subtracted from it."
                );
            default:
                return new(ErrorCode.InvalidRequest, $"Unknown config operation {change.ConfigOperation}.");
        }
    }

    private static string Listed(string now, IncrementalAlterConfigsRequest.Alteration change)
    {
        var items = Split(now);
        var named = Split(change.Value!);
        return string.Join(
            ',',
            change.ConfigOperation == ConfigOperations.Append
                ? items.Union(named, StringComparer.Ordinal)
                : items.Except(named, StringComparer.Ordinal)
        );
    }

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
