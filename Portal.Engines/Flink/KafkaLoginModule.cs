using Portal.Core.Clusters;

namespace Portal.Engines.Flink;

/// <summary>How a table's Kafka client signs in, as options of Kafka's own.</summary>
/// <param name="package">In which the connector has Kafka's client library: the one for SQL brings it under a name of its own.</param>
internal sealed class KafkaLoginModule(string package)
{
    /// <summary>Of the connector that comes as one JAR for SQL.</summary>
    public const string Shaded = "org.apache.flink.kafka.shaded.org.apache.kafka";
    public const string Plain = "org.apache.kafka";
    private const string Jaas = "properties.sasl.jaas.config";

    public IEnumerable<KeyValuePair<string, string>> Options(
        string mechanism,
        string username,
        string password,
        ConfigReference? reference
    )
    {
        var module = mechanism == SaslMechanisms.Plain ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        yield return new(
            Jaas,
            $"{package}.common.security.{module} required username={Quoted(username)} password={Quoted(password)};"
        );
        if (reference is not null)
        {
            yield return new("properties.config.providers", reference.Provider);
            yield return new(
                $"properties.config.providers.{reference.Provider}.class",
                $"{package}.common.config.provider.{reference.ProviderClass}"
            );
        }
    }

    /// <summary>As a text of JAAS: a quote or a backslash in it ends nothing.</summary>
    public static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";
}
