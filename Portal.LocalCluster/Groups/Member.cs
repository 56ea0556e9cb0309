using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Groups;

/// <summary>A member of a group, and what it waits for.</summary>
public sealed class Member(string id, string? instanceId, string clientId, string clientHost)
{
    public string Id { get; } = id;

    /// <summary>The name a static member keeps over restarts.</summary>
    public string? InstanceId { get; } = instanceId;
    public string ClientId { get; } = clientId;
    public string ClientHost { get; } = clientHost;
    public TimeSpan SessionTimeout { get; private set; }
    public TimeSpan RebalanceTimeout { get; private set; }
    public IReadOnlyDictionary<string, byte[]> Protocols { get; private set; } = new Dictionary<string, byte[]>();
    public IReadOnlyList<string> ProtocolOrder { get; private set; } = [];
    public byte[] Assignment { get; set; } = [];

    /// <summary>When it is taken for dead, as a timestamp of the time provider, unless it waits for the group itself.</summary>
    public long AliveUntil { get; set; }
    public TaskCompletionSource<JoinGroupResponse>? Joining { get; set; }
    public TaskCompletionSource<SyncGroupResponse>? Syncing { get; set; }
    public bool Waits => Joining is not null || Syncing is not null;

    public void Follow(JoinGroupRequest request)
    {
        SessionTimeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        var rebalance = request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs;
        RebalanceTimeout = TimeSpan.FromMilliseconds(rebalance);
        // The bytes are the request's and go with it.
        ProtocolOrder = [.. request.Protocols.Select(protocol => protocol.Name)];
        Protocols = request
            .Protocols.DistinctBy(protocol => protocol.Name, StringComparer.Ordinal)
            .ToDictionary(protocol => protocol.Name, protocol => protocol.Metadata.ToArray(), StringComparer.Ordinal);
    }

    public bool Offers(JoinGroupRequest request) =>
        request.Protocols.Length == ProtocolOrder.Count
        && request.Protocols.All(offered =>
            Protocols.TryGetValue(offered.Name, out var metadata) && offered.Metadata.Span.SequenceEqual(metadata)
        );
}
