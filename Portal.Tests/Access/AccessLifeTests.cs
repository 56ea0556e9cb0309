using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Grants on Apache Kafka itself: what they come to there, and when they end.</summary>
public sealed class AccessLifeTests : IAsyncLifetime
{
    private RealKafka? _kafka;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        if (Repository.Engines is null)
        {
            return;
        }

        _kafka = await RealKafka.Start();
        _world = await WorkerWorld.On(_kafka.Bootstrap);
    }

    public async Task DisposeAsync()
    {
        if (_kafka is not null)
        {
            await _world.DisposeAsync();
            await _kafka.DisposeAsync();
        }
    }

    [EngineFact]
    public async Task A_client_reads_once_the_owner_approved_and_is_refused_once_it_expired_while_no_worker_ran()
    {
        await _world.Manage("orders");
        var made = await _world.Carry(ServiceAccountWorlds.Create("app"));
        (await _world.View(made)).Row.State.ShouldBe(ChangeState.Applied);
        var password = await Taken("app");
        await GrantedClient.Writes(_kafka!.Bootstrap, "orders");
        GrantedClient.Refusals.ShouldContain(await Consumes(password));
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app", InAnHour)));
        await Deadline.Until(async () => await Consumes(password) == ErrorCode.NoError);

        var worker = await _world.StartWorker(TwoHoursLater);
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        await Deadline.Until(
            async () => GrantedClient.Refusals.Contains(await Consumes(password)),
            TimeSpan.FromSeconds(60)
        );
    }

    [FullRunFact]
    public async Task A_grant_ends_by_itself_and_one_whose_topic_was_created_again_does_not_count_for_the_new_one()
    {
        await _world.Manage("orders");
        await _world.Manage("invoices");
        await _world.Carry(Grant("short", Reads("orders", "User:short", InAnHour)));
        await _world.Carry(Grant("bound", Reads("invoices", "User:bound")));
        (await _world.AclsOf("User:short")).Count.ShouldBe(3);
        await _kafka!.Tool("topics", "--delete", "--topic", "invoices");
        await _kafka.Tool("topics", "--create", "--topic", "invoices");
        await MarkGone("invoices");

        // Nobody worked until its time was over.
        var worker = await _world.StartWorker(TwoHoursLater);
        await worker.Services.GetRequiredService<AclWatch>().Look(CancellationToken.None);
        await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
        await Ended("short");
        await Ended("bound");
        (await _world.AclsOf("User:short")).ShouldBeEmpty();
        (await _world.AclsOf("User:bound")).ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<Resource>().AnyAsync(r => r.Kind == AccessKind.Word && r.GoneAt == null)).ShouldBeFalse();
    }

    // By a change that nobody had to approve.
    private async Task Ended(string grant)
    {
        await using var db = await _world.Open();
        var id = await db.Set<Change>()
            .Where(c => c.Actor.Name == Actor.Clock.Name && c.Resources.Any(r => r.Name == grant))
            .Select(c => c.Id)
            .SingleAsync();
        await _world.Reaches(id, ChangeState.Applied);
    }

    // As its requester sees it, once.
    private async Task<string> Taken(string account)
    {
        await using var db = await _world.Open();
        var cluster = (await db.Set<Core.Clusters.Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var shelf = _world.Get<CredentialShelf>();
        var requester = await _world.Person(Role.Member, SeededStructure.Payments);
        var another = await _world.Person(Role.Approver, SeededStructure.Payments);
        (await shelf.Take(another, cluster, account, CancellationToken.None)).ShouldBeOfType<Outcome<byte[]>.Refused>();
        var gone = requester with { Memberships = [] };
        (await shelf.Waits(gone, cluster, account, CancellationToken.None)).ShouldBeFalse("it is of no team any more");
        (await shelf.Take(gone, cluster, account, CancellationToken.None))
            .ShouldBeOfType<Outcome<byte[]>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
        var taken = (await shelf.Take(requester, cluster, account, CancellationToken.None))
            .ShouldBeOfType<Outcome<byte[]>.Done>()
            .Value;
        (
            await shelf.Take(requester, cluster, account, CancellationToken.None)
        ).ShouldBeOfType<Outcome<byte[]>.Refused>();
        return _world.Get<SecretVault>().Open(taken);
    }

    private static DateTimeOffset InAnHour => TimeProvider.System.GetUtcNow().AddHours(1);

    private static void TwoHoursLater(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new LaterClock()));

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(2);
    }

    private Task<ErrorCode> Consumes(string password) =>
        GrantedClient.Consumes(_kafka!.Sasl, ("app", password), "orders", "app-test");

    // As the collector does when it sees another topic of the name.
    private async Task MarkGone(string topic)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
            select 'topic', cluster_id, topic, topic_id, now(), now() from access_grant where topic = {topic}
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = now()
            """
        );
    }
}
