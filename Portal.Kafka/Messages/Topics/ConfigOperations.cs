namespace Portal.Kafka.Messages;

/// <summary>What shall happen to a configuration entry.</summary>
public static class ConfigOperations
{
    public const sbyte Set = 0;

    /// <summary>Back to the default.</summary>
    public const sbyte Delete = 1;

    public const sbyte Append = 2;
    public const sbyte Subtract = 3;
}
