using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.JobCredentials;
using Portal.Core.Registries;
using Portal.Core.Teams;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>A job on Flink itself whose Kafka and schema registry let in only who signs in, over TLS of private authorities.</summary>
public sealed class SecuredJobTests
{
    private const string RegistryPassword = "r3gistry of jobs";
    private static readonly CancellationToken Never = CancellationToken.None;

    [FullRunFact]
    public async Task A_job_signs_in_to_Kafka_and_to_its_registry_and_counts_each_record_once()
    {
        var flink = (FlinkEngine)await SharedEngines.Flink;
        using var authority = new PrivateAuthority("Portal test authority");
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"jobs:{RegistryPassword}"))}";
        await using var registry = await LocalKafka.Start(brokers: 1);
        await using var gate = await TlsGate.Start($"{registry.Registry}", authority.Sign("127.0.0.1"), basic);
        await using var world = await flink.World();
        foreach (var topic in new[] { "secured.in", "secured.out", "secured.avro" })
        {
            await world.SeeTopic(topic);
        }

        await HasRegistry(world, gate, authority.Pem);
        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:20"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        gate.Brought.Clear();

        await SecuredLife.Play(
            world,
            new(flink.SaslTls, Tls: true, CaPem: await File.ReadAllTextAsync(flink.Ca)),
            JobWorlds.Spec(
                $"{JobWorlds.Copy("secured.in", "secured.out")};\nINSERT INTO dev.`secured.avro` SELECT `value` FROM dev.`secured.in`"
            ),
            (topic, lines) => Produce.Lines(flink.Bootstrap, topic, lines),
            (topic, count) => Produce.Committed(flink.Bootstrap, topic, count)
        );

        (await Produce.Committed(flink.Bootstrap, "secured.avro", 3)).ShouldNotBeEmpty();
        gate.Brought.ShouldNotBeEmpty();
        gate.Brought.ShouldAllBe(brought => brought == basic);
        await SecuredLife.NowhereInTheClear(world, RegistryPassword);
    }

    // The portal signs in to it, too, so jobs need a sign-in of their own.
    private static async Task HasRegistry(WorkerWorld world, TlsGate gate, string ca)
    {
        var sam = await world.Person(Role.Platform, SeededStructure.Platform);
        ClusterId dev;
        await using (var db = await world.Open())
        {
            dev = await SeenWorlds.Dev(db);
        }

        RegistryDraft own = new(gate.Url, "jobs", RegistryPassword, CaPem: ca);
        (
            await world.Get<RegistryRegistration>().Save(sam, dev, own, null, Never)
        ).ShouldBeOfType<Outcome<RegistryFacts>.Done>();
        await world.RegisterBehindUs(
            "secured.avro-value",
            """{"type":"record","name":"Line","fields":[{"name":"text","type":["null","string"],"default":null}]}"""
        );
        await new SubjectWatch(world.Stores, world.Get<ISchemaRegistries>(), TimeProvider.System).Look(Never);
        JobRegistryDraft jobs = new(null, "jobs", RegistryPassword, CaPem: ca);
        (await world.Get<JobRegistryRegistration>().Save(sam, dev, jobs, null, Never))
            .ShouldBeOfType<Outcome<JobAccessFacts>.Done>()
            .Value.Untested.ShouldBeNull();
    }
}
