using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>Reads a response's body. What it returns must not hold on to the frame unless the call keeps it.</summary>
public delegate T ReadResponse<out T>(ref KafkaReader r, short version);

/// <summary>One request that can be sent, and how its answer is read.</summary>
public sealed record Call<T>(ApiKey Key, VersionRange Versions, Action<KafkaWriter, short> Write, ReadResponse<T> Read)
{
    /// <summary>For people, in errors.</summary>
    public string What { get; init; } = Key.ToString();

    /// <summary>Slices of the answer live on in the result, so its bytes must not go back to the pool.</summary>
    public bool KeepsBytes { get; init; }
}

public static class Call
{
    /// <summary>The parameter is the interface so that both types can be inferred from the request.</summary>
    public static Call<TResponse> Of<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse> =>
        new(
            TRequest.Key,
            TRequest.Versions with
            {
                Min = request.LeastVersion,
                Max = request.MostVersion,
            },
            request.Write,
            TResponse.Read
        )
        {
            KeepsBytes = true,
        };

    /// <summary>Asking twice does no harm.</summary>
    public static bool IsQuestion(ApiKey key) =>
        key
            is ApiKey.ApiVersions
                or ApiKey.Metadata
                or ApiKey.Fetch
                or ApiKey.ListOffsets
                or ApiKey.OffsetFetch
                or ApiKey.FindCoordinator
                or ApiKey.ListGroups
                or ApiKey.DescribeGroups
                or ApiKey.DescribeConfigs
                or ApiKey.DescribeCluster
                or ApiKey.DescribeLogDirs
                or ApiKey.DescribeTopicPartitions
                or ApiKey.DescribeProducers
                or ApiKey.DescribeTransactions
                or ApiKey.ListTransactions
                or ApiKey.ConsumerGroupDescribe
                or ApiKey.DescribeClientQuotas
                or ApiKey.DescribeAcls
                or ApiKey.DescribeUserScramCredentials
                or ApiKey.ListPartitionReassignments
                or ApiKey.ShareGroupDescribe
                or ApiKey.DescribeShareGroupOffsets;
}
