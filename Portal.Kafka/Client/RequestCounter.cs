using System.Collections.Concurrent;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>What was sent, by kind. Setting up connections (versions, sign-in) isn't counted.</summary>
public sealed class RequestCounter
{
    private readonly ConcurrentDictionary<ApiKey, long> _sent = new();

    public IReadOnlyDictionary<ApiKey, long> Sent => _sent;

    public long Total => _sent.Values.Sum();

    internal void Count(ApiKey key) => _sent.AddOrUpdate(key, 1, (_, before) => before + 1);
}
