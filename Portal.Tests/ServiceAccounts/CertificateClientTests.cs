using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.Access;

namespace Portal.Tests.ServiceAccounts;

/// <summary>What Kafka makes of subjects: its ACLs name them letter for letter, and a client with the certificate may do what they allow, until they end.</summary>
public sealed class CertificateClientTests
{
    [Fact]
    public async Task The_local_cluster_keeps_the_subjects_of_ACLs_letter_for_letter()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.On(kafka.Bootstrap);
        await AreGranted(world);
    }

    [FullRunFact]
    public async Task A_client_with_a_certificate_reads_on_Apache_Kafka_until_its_account_is_deleted()
    {
        const string Billing = """CN=Zoë\, \"Q\" & Sons,OU=payments,O=A/S""";
        using var authority = new PrivateAuthority("Acme clients");
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, authority.Pem);
        await using var kafka = await RealKafka.Start(
            1,
            tls: true,
            "listener.name.tls.ssl.client.auth=requested",
            "listener.name.tls.ssl.truststore.type=PEM",
            $"listener.name.tls.ssl.truststore.location={trusted}"
        );
        await using var world = await WorkerWorld.On(kafka.Bootstrap);
        await AreGranted(world);
        await world.Manage("invoices");
        await GrantedClient.Writes(kafka.Bootstrap, "invoices");
        using var certificate = authority.SignClient("CN=\"Zoë, \"\"Q\"\" & Sons\", OU=payments, O=A/S");
        GrantedClient.Refusals.ShouldContain(await Consumes(kafka, certificate));

        await world.Carry(ServiceAccountWorlds.Certified(Billing));
        await world.Carry(AccessWorlds.Grant("billing", AccessWorlds.Reads("invoices", $"User:{Billing}")));
        (await world.AclsOf($"User:{Billing}")).Count.ShouldBe(3);
        (await Consumes(kafka, certificate)).ShouldBe(ErrorCode.NoError);

        var deleted = await world.Carry(ServiceAccountWorlds.Delete(Billing));
        (await world.View(deleted)).Row.State.ShouldBe(ChangeState.Applied);
        var worker = await world.StartWorker();
        await worker.Services.GetRequiredService<AclWatch>().Look(CancellationToken.None);
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        await Deadline.Until(async () => (await world.AclsOf($"User:{Billing}")).Count == 0);
        GrantedClient.Refusals.ShouldContain(await Consumes(kafka, certificate));
        File.Delete(trusted);
    }

    private static async Task AreGranted(WorkerWorld world)
    {
        await world.Manage("orders");
        await world.Carry([.. ServiceAccountWorlds.Subjects.Select(ServiceAccountWorlds.Certified)]);
        var made = await world.Carry([
            .. ServiceAccountWorlds.Subjects.Select(
                (subject, i) => AccessWorlds.Grant($"g{i}", AccessWorlds.Reads("orders", $"User:{subject}"))
            ),
        ]);
        (await world.View(made)).Row.State.ShouldBe(ChangeState.Applied);
        foreach (var subject in ServiceAccountWorlds.Subjects)
        {
            (await world.AclsOf($"User:{subject}")).Count.ShouldBe(3, subject);
        }
    }

    private static async Task<ErrorCode> Consumes(RealKafka kafka, X509Certificate2 certificate)
    {
        var refused = ErrorCode.NoError;
        using var consumer = new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig
            {
                BootstrapServers = kafka.Tls,
                SecurityProtocol = SecurityProtocol.Ssl,
                SslCaLocation = kafka.Ca,
                SslCertificatePem = certificate.ExportCertificatePem(),
                SslKeyPem = certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
                GroupId = "app-service",
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).SetErrorHandler((_, error) => refused = error.Code).Build();
        return await GrantedClient.Consumes(consumer, "invoices", () => refused);
    }
}
