namespace Portal.LocalCluster.Broker;

/// <summary>One of the ports that each broker has: a client is told the ports of the listener it came to.</summary>
/// <param name="Protocol">Kafka's name of its security protocol.</param>
/// <param name="FirstPort">Broker n listens on this port + n - 1.</param>
/// <param name="SignsIn">Whether clients sign in.</param>
public sealed record Listener(string Protocol, int FirstPort, bool SignsIn)
{
    public int PortOf(int broker) => FirstPort + broker - 1;

    public static IEnumerable<Listener> Of(LocalClusterOptions options)
    {
        yield return new("PLAINTEXT", options.FirstPort, SignsIn: false);
        if (options.SaslFirstPort is { } first)
        {
            yield return new("SASL_PLAINTEXT", first, SignsIn: true);
        }
    }
}
