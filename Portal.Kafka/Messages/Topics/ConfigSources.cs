namespace Portal.Kafka.Messages;

/// <summary>Where the value of a configuration entry comes from, the nearest first.</summary>
public static class ConfigSources
{
    public const sbyte Unknown = 0;
    public const sbyte Topic = 1;
    public const sbyte DynamicBroker = 2;
    public const sbyte DynamicDefaultBroker = 3;
    public const sbyte StaticBroker = 4;
    public const sbyte Default = 5;
    public const sbyte DynamicBrokerLogger = 6;
    public const sbyte ClientMetrics = 7;
    public const sbyte Group = 8;
}
