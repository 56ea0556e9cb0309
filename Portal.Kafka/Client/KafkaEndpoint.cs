namespace Portal.Kafka.Client;

/// <summary>Where a broker listens.</summary>
public readonly record struct KafkaEndpoint(string Host, int Port)
{
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
