using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Evaluation;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.ServiceAccounts;

namespace Portal.Tests.ServiceAccounts;

/// <summary>A rotation with an overlap, as clients of the local cluster and of Apache Kafka meet it.</summary>
public sealed class RotationLifeTests
{
    [Fact]
    public async Task On_the_local_cluster_both_passwords_sign_in_until_the_former_one_is_over()
    {
        await using var kafka = await LocalKafka.Start();
        await Overlaps(kafka.Bootstrap, kafka.Sasl, ca: null);
    }

    [FullRunFact]
    public async Task On_Apache_Kafka_both_passwords_sign_in_over_TLS_until_the_former_one_is_over()
    {
        await using var kafka = await RealKafka.Start(tls: true);
        await Overlaps(kafka.Bootstrap, kafka.SaslTls, kafka.Ca);
    }

    [Fact]
    public async Task On_the_local_cluster_an_account_is_deleted_with_both_of_its_passwords()
    {
        await using var kafka = await LocalKafka.Start();
        await Deletes(kafka.Bootstrap, kafka.Sasl, ca: null);
    }

    [FullRunFact]
    public async Task On_Apache_Kafka_an_account_is_deleted_with_both_of_its_passwords()
    {
        await using var kafka = await RealKafka.Start(tls: true);
        await Deletes(kafka.Bootstrap, kafka.SaslTls, kafka.Ca);
    }

    [FullRunFact]
    public async Task A_cluster_that_takes_one_mechanism_alone_is_named_and_rotated_without_an_overlap()
    {
        await using var kafka = await RealKafka.Start(
            1,
            tls: false,
            "listener.name.sasl.sasl.enabled.mechanisms=SCRAM-SHA-512",
            "sasl.enabled.mechanisms=PLAIN"
        );
        var world = await WorkerWorld.On(kafka.Bootstrap);
        try
        {
            (await (await world.Credentials()).Enabled(CancellationToken.None)).ShouldBe([
                CredentialMechanism.ScramSha512,
            ]);
            await world.Carry(ServiceAccountWorlds.Create("app"));
            var until = TimeProvider.System.GetUtcNow().AddHours(1);
            var beside = await world.Ask(ServiceAccountWorlds.Update("app", ServiceAccountWorlds.Beside(until)));
            await world.PlanAll();
            (await world.View(beside))
                .Checks.Single(c => c.Name.Contains("mechanism", StringComparison.Ordinal))
                .Words.ShouldContain("They take SCRAM-SHA-512 alone");

            await world.Carry(ServiceAccountWorlds.Rotate("app", to: 2));
            (await world.Iterations("app")).ShouldBe(8194);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    private static async Task Overlaps(string bootstrap, string sasl, string? ca)
    {
        var world = await WorkerWorld.On(bootstrap);
        try
        {
            var (former, newest) = await Rotated(world, Consumes);

            var worker = await world.StartWorker(TwoHoursLater);
            await worker.Services.GetRequiredService<CredentialWatch>().Look(CancellationToken.None);
            await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
            await Deadline.Until(
                async () => await Consumes(former, SaslMechanism.ScramSha512) != ErrorCode.NoError,
                TimeSpan.FromSeconds(60)
            );
            (await Consumes(newest, SaslMechanism.ScramSha256)).ShouldBe(ErrorCode.NoError, "the new one stays");
        }
        finally
        {
            await world.DisposeAsync();
        }

        Task<ErrorCode> Consumes(string password, SaslMechanism mechanism) =>
            GrantedClient.Consumes(sasl, ("app", password), "orders", "app-test", mechanism, ca);
    }

    private static async Task Deletes(string bootstrap, string sasl, string? ca)
    {
        var world = await WorkerWorld.On(bootstrap);
        try
        {
            var (former, newest) = await Rotated(world, Consumes);

            var id = await world.Carry(ServiceAccountWorlds.Delete("app"));

            (await world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
            await Deadline.Until(
                async () =>
                    !(
                        await Task.WhenAll(
                            Consumes(former, SaslMechanism.ScramSha512),
                            Consumes(newest, SaslMechanism.ScramSha256)
                        )
                    ).Contains(ErrorCode.NoError),
                TimeSpan.FromSeconds(60)
            );
            await (await world.Credentials()).Delete(
                "app",
                CredentialMechanism.ScramSha256,
                AccessWorlds.Soon,
                CancellationToken.None
            );
        }
        finally
        {
            await world.DisposeAsync();
        }

        Task<ErrorCode> Consumes(string password, SaslMechanism mechanism) =>
            GrantedClient.Consumes(sasl, ("app", password), "orders", "app-test", mechanism, ca);
    }

    /// <summary>The two passwords of an account that reads, both of which work.</summary>
    private static async Task<(string Former, string Newest)> Rotated(
        WorkerWorld world,
        Func<string, SaslMechanism, Task<ErrorCode>> consumes
    )
    {
        await world.Manage("orders");
        await GrantedClient.Writes(world.Bootstrap!, "orders");
        await world.Carry(ServiceAccountWorlds.Create("app"));
        var former = await world.Taken("app");
        await world.Carry(AccessWorlds.Grant("app-reads", AccessWorlds.Reads("orders", "User:app")));
        await Deadline.Until(async () => await consumes(former, SaslMechanism.ScramSha512) == ErrorCode.NoError);

        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        await world.Carry(ServiceAccountWorlds.Update("app", ServiceAccountWorlds.Beside(until)));
        var newest = await world.Taken("app");
        await Deadline.Until(async () => await consumes(newest, SaslMechanism.ScramSha256) == ErrorCode.NoError);
        (await consumes(former, SaslMechanism.ScramSha512)).ShouldBe(ErrorCode.NoError, "both work");
        return (former, newest);
    }

    private static void TwoHoursLater(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new LaterClock()));

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(2);
    }
}
