using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Kafka;

[Collection(KafkaBrokers.Shared)]
public class ConnectionTests(KafkaBrokers brokers)
{
    [EngineFact]
    public async Task A_cluster_is_reached_over_every_listener()
    {
        var tls = new KafkaTls(brokers.CaPem);
        var scram256 = new KafkaSignIn.ScramSha256(KafkaBrokers.User, KafkaBrokers.Password);
        var scram512 = new KafkaSignIn.ScramSha512(KafkaBrokers.User, KafkaBrokers.Password);
        (await BrokersOver(brokers.Kafka.Bootstrap, KafkaSecurity.None)).ShouldBe(3);
        (await BrokersOver(brokers.Kafka.Tls, new(tls))).ShouldBe(3);
        (await BrokersOver(brokers.Kafka.Sasl, new(null, scram256))).ShouldBe(3);
        (await BrokersOver(brokers.Kafka.SaslTls, new(tls, scram512))).ShouldBe(3);
    }

    [EngineFact]
    public async Task A_wrong_password_is_refused_and_not_tried_elsewhere()
    {
        var signIn = new KafkaSignIn.ScramSha512(KafkaBrokers.User, "guess");
        var refused = await Refusal<KafkaException.SignInRefused>(brokers.Kafka.Sasl, new(null, signIn));
        refused.MayHaveActed.ShouldBeFalse();
        refused.Message.ShouldNotContain("guess");
    }

    [EngineFact]
    public async Task A_mechanism_that_is_not_offered_is_told_with_those_that_are()
    {
        var signIn = new KafkaSignIn.Plain(KafkaBrokers.User, KafkaBrokers.Password);
        var refused = await Refusal<KafkaException.SignInRefused>(brokers.Kafka.Sasl, new(null, signIn));
        refused.Message.ShouldContain("SCRAM-SHA-512");
    }

    [EngineFact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        var refused = await Refusal<KafkaException.TlsRefused>(brokers.Kafka.Tls, new(new KafkaTls()));
        refused.Message.ShouldContain("no authority that we trust");
    }

    [EngineFact]
    public async Task Text_that_is_no_certificate_is_refused()
    {
        var refused = await Refusal<KafkaException.TlsRefused>(brokers.Kafka.Tls, new(new KafkaTls("hello")));
        refused.Message.ShouldContain("no certificate");
    }

    [EngineFact]
    public async Task Speaking_plainly_to_a_port_with_TLS_is_told() =>
        (await Refusal<KafkaException.Garbled>(brokers.Kafka.Tls, KafkaSecurity.None)).Message.ShouldContain("TLS");

    [EngineFact]
    public async Task Speaking_TLS_to_a_plain_port_is_told()
    {
        var refused = await Refusal<KafkaException.TlsRefused>(
            brokers.Kafka.Bootstrap.Split(',')[0],
            new(new KafkaTls(brokers.CaPem))
        );
        refused.Message.ShouldContain("doesn't speak TLS");
    }

    [EngineFact]
    public async Task Forgetting_to_sign_in_is_told() =>
        (await Refusal<KafkaException.ConnectionLost>(brokers.Kafka.Sasl, KafkaSecurity.None)).Message.ShouldContain(
            "sign-in"
        );

    private static async Task<int> BrokersOver(string bootstrap, KafkaSecurity security)
    {
        await using var client = KafkaBrokers.Client(bootstrap, security);
        var answer = await client.Metadata(new MetadataRequest(), CancellationToken.None);
        // Each broker, not only the one that was asked first.
        foreach (var broker in answer.Brokers)
        {
            await client.VersionsOf(broker.NodeId, CancellationToken.None);
        }
        return answer.Brokers.Length;
    }

    private static async Task<T> Refusal<T>(string bootstrap, KafkaSecurity security)
        where T : KafkaException
    {
        await using var client = KafkaBrokers.Client(bootstrap, security);
        return await Should.ThrowAsync<T>(() => client.Metadata(new MetadataRequest(), CancellationToken.None));
    }
}
