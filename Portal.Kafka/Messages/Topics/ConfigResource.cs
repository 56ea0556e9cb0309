namespace Portal.Kafka.Messages;

/// <summary>Whose configuration is meant.</summary>
public static class ConfigResource
{
    public const sbyte Topic = 2;
    public const sbyte Broker = 4;
    public const sbyte BrokerLogger = 8;
    public const sbyte ClientMetrics = 16;
    public const sbyte Group = 32;
}
