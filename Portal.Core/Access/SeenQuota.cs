namespace Portal.Core.Access;

/// <summary>A client quota of a principal as it was last seen.</summary>
public sealed class SeenQuota
{
    public required ClusterId ClusterId { get; init; }
    public required string Principal { get; init; }
    public required string ClientId { get; init; }
    public required string Key { get; init; }
    public required double Value { get; set; }

    public ClientQuota Quota => new(ClientId, Key, Value);

    public static SeenQuota Of(ClusterId cluster, string principal, ClientQuota quota) =>
        new()
        {
            ClusterId = cluster,
            Principal = principal,
            ClientId = quota.ClientId,
            Key = quota.Key,
            Value = quota.Value,
        };
}
