namespace Portal.Kafka.Client;

/// <summary>Where a broker listens.</summary>
public readonly record struct KafkaEndpoint(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>, with an IPv6 address in brackets; null when it is neither.</summary>
    public static KafkaEndpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port) || port == 0)
        {
            return null;
        }
        var host = text[..colon].Trim();
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }
        else if (host.Contains(':'))
        {
            return null;
        }
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : new(host, port);
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
