using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Where a program of the demo connects, and as whom.</summary>
internal sealed record DemoConnection(string Bootstrap, string User, DemoCredential Credential)
{
    public T On<T>(T config)
        where T : ClientConfig
    {
        config.BootstrapServers = Bootstrap;
        config.SecurityProtocol = SecurityProtocol.SaslPlaintext;
        config.SaslMechanism =
            Credential.Mechanism == "scram-sha256" ? SaslMechanism.ScramSha256 : SaslMechanism.ScramSha512;
        (config.SaslUsername, config.SaslPassword) = (User, Credential.Password);
        return config;
    }
}
