using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Topics;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>What is due by the calendar: expiry, sealing, drift.</summary>
public sealed class CalendarTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    private IDbContextFactory<PortalDb> Store => _world.Get<IDbContextFactory<PortalDb>>();

    [Fact]
    public async Task What_nobody_carried_on_expires_once_its_time_is_over()
    {
        await _world.Manage("due.expires");
        var id = await _world.Ask(Update("due.expires", 6));
        await _world.PlanAll();
        await Due(id);
        await Sweep();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Expired);
        await using var db = await _world.Open();
        (await db.Set<Due>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_due_is_looked_at_at_once_though_Quartz_cannot_begin()
    {
        await _world.Manage("due.first");
        var id = await _world.Ask(Update("due.first", 6));
        await _world.PlanAll();
        await Due(id);
        var store = _world.Get<NpgsqlDataSource>();
        using var gate = new SchemaGate(store, TimeProvider.System, NullLogger<SchemaGate>.Instance);
        using var clock = new CalendarClock(
            store,
            gate,
            DispatchProxy.Create<Quartz.ISchedulerFactory, NoQuartz>(),
            Sweeper,
            TimeProvider.System,
            NullLogger<CalendarClock>.Instance
        );

        await gate.StartAsync(CancellationToken.None);
        await clock.StartAsync(CancellationToken.None);

        await Deadline.Until(async () => (await _world.View(id)).Row.State == ChangeState.Expired);
        clock.Complaint.ShouldNotBeNull();
        await clock.StopAsync(CancellationToken.None);
        await gate.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_expiry_counts_no_more_once_a_worker_has_begun()
    {
        await _world.StartWorker();
        var id = await _world.Ask(Create("due.begun"));
        await _world.Reaches(id, ChangeState.Applied);
        await Due(id);
        await Sweep();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
    }

    [Fact]
    public async Task Every_event_is_sealed_once_and_an_altered_one_breaks_the_chain()
    {
        await _world.Ask(Create("due.sealed"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sealer().Seal(CancellationToken.None)));
        await Sealer().Seal(CancellationToken.None);
        var chain = await Chain();
        chain.Count.ShouldBeGreaterThan(1);
        (await Verified()).ShouldBe((chain.Count, chain.Count, null));
        await Tamper($"update audit_event set words = 'nothing happened' where id = {chain[1].Event.Id}");
        (await Verified()).ShouldBe((1, 2, 2));
    }

    [Fact]
    public async Task An_event_that_was_taken_out_of_the_chain_is_missed()
    {
        await _world.Ask(Create("due.taken"));
        await _world.Ask(Create("due.after"));
        await Sealer().Seal(CancellationToken.None);
        var chain = await Chain();
        await Tamper(
            $"delete from audit_seal where number = 2; delete from audit_event where id = {chain[1].Event.Id}"
        );
        (await Verified()).ShouldBe((1, 3, 2));
    }

    [Theory]
    [InlineData(-10, false)]
    [InlineData(10, true)]
    public async Task A_topic_that_somebody_deleted_and_made_again_is_drift(int minutesAfterTheChange, bool isDrift)
    {
        await _world.Manage("due.again");
        await Seen("due.again", partitions: 3);
        await using var db = await _world.Open();
        db.Add(
            new Incarnation
            {
                Kind = TopicKind.Word,
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id,
                Name = "due.again",
                EngineId = $"{_world.Kafka.Topic("due.again")!.TopicId}",
                FirstSeenAt = TimeProvider.System.GetUtcNow().AddMinutes(minutesAfterTheChange),
            }
        );
        await db.SaveChangesAsync();

        await Look();

        var drift = await db.Set<Drift>().ToListAsync();
        drift.Select(d => d.Field).ShouldBe(isDrift ? ["topic"] : []);
        drift.ShouldAllBe(d => d.Live!.StartsWith("deleted and made again, first seen "));
    }

    [Fact]
    public async Task Drift_is_recorded_while_it_lasts_and_never_repaired()
    {
        await _world.Manage("due.drift");
        await Seen("due.drift", partitions: 5);
        await Look();
        await using (var db = await _world.Open())
        {
            var drift = await db.Set<Drift>().SingleAsync();
            (drift.Field, drift.Wanted, drift.Live, drift.EndedAt).ShouldBe(("partitions", "3", "5", null));
        }

        await Look();
        await Seen("due.drift", partitions: 3);
        await Look();
        await using var after = await _world.Open();
        (await after.Set<Drift>().SingleAsync()).EndedAt.ShouldNotBeNull();
        _world.Kafka.Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_that_was_found_but_whose_settings_were_not_read_yet_has_no_drift()
    {
        await _world.Manage("due.found");
        await Seen("due.found", partitions: 5, settingsRead: false);
        await Look();
        await using var db = await _world.Open();
        (await db.Set<Drift>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_managed_topic_that_a_whole_look_at_the_cluster_never_showed_is_drift_until_it_is_seen()
    {
        await _world.Manage("due.unseen");
        await LookedAtAll(TimeSpan.FromSeconds(10));
        await Look();
        await using (var db = await _world.Open())
        {
            (await db.Set<Drift>().CountAsync()).ShouldBe(0, "it may just not have come around yet");
        }

        await LookedAtAll(TimeSpan.FromMinutes(2));
        await Look();
        await using (var db = await _world.Open())
        {
            var drift = await db.Set<Drift>().SingleAsync();
            (drift.Field, drift.Wanted, drift.Live, drift.EndedAt).ShouldBe(("topic", "there", "not seen", null));
        }

        await Seen("due.unseen", partitions: 3);
        await Look();
        await using var after = await _world.Open();
        (await after.Set<Drift>().SingleAsync()).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_calendar_runs_clustered_in_a_schema_of_its_own()
    {
        await _world.StartWorker(null, ("Portal:Calendar:SealEvery", "00:00:01"));
        await _world.StartWorker(null, ("Portal:Calendar:SealEvery", "00:00:01"));
        await _world.Ask(Create("due.clock"));
        await Deadline.Until(async () => (await Chain()).Count > 0, TimeSpan.FromSeconds(60));
        await using var db = await _world.Open();
        var tables = await db
            .Database.SqlQuery<string>(
                $"""select table_schema as "Value" from information_schema.tables where table_name like 'qrtz%'"""
            )
            .ToListAsync();
        tables.Distinct().ShouldBe(["quartz"]);
        new NpgsqlConnectionStringBuilder(CalendarStore.Connection(_world.Store)).SearchPath.ShouldBeNull(
            "PgBouncer refuses it as a connection starts"
        );
    }

    private async Task<(long Sealed, long To, long? FirstBreak)> Verified()
    {
        var platform = await _world.Person(Role.Platform, SeededStructure.Platform);
        var outcome = await new AuditLog(Store).Verify(platform, after: 0, CancellationToken.None);
        var seen = outcome.ShouldBeOfType<Outcome<AuditVerification>.Done>().Value;
        return (seen.Sealed, seen.To, seen.FirstBreak);
    }

    private async Task Tamper(string sql)
    {
        await using var tamper = _world
            .Get<NpgsqlDataSource>()
            .CreateCommand($"set local session_replication_role = replica; {sql}");
        await tamper.ExecuteNonQueryAsync();
    }

    private AuditSealer Sealer() =>
        new(Store, new MemoryHeads(), TimeProvider.System, NullLogger<AuditSealer>.Instance);

    private DueSweep Sweeper =>
        new(Store, [new ChangeExpiry(_world.Get<ChangeMover>())], TimeProvider.System, NullLogger<DueSweep>.Instance);

    private Task Sweep() => Sweeper.Sweep(CancellationToken.None);

    private Task Look() =>
        new DriftWatch(Store, TestKinds.All, [new TopicDriftReader()], TimeProvider.System).Look(
            CancellationToken.None
        );

    private async Task Due(Core.ChangeId id)
    {
        await using var db = await _world.Open();
        await db.Set<Due>()
            .Where(d => d.SubjectId == id.Value)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }

    /// <summary>As while a worker that ended in a sweep still holds it.</summary>
    public class NoQuartz : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new InvalidOperationException("Quartz can't begin.");
    }

    private async Task Seen(string topic, int partitions, bool settingsRead = true)
    {
        await using var db = await _world.Open();
        var cluster = await db.Set<Cluster>().SingleAsync(c => c.Name == "dev");
        var live = _world.Kafka.Topic(topic)!;
        await db.Set<SeenTopic>().Where(t => t.Name == topic).ExecuteDeleteAsync();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(
            new SeenTopic
            {
                ClusterId = cluster.Id,
                Name = topic,
                TopicId = live.TopicId,
                Partitions = partitions,
                Replication = 1,
                IsInternal = false,
                Configs = settingsRead
                    ? live.Configs.SetItem("retention.ms", new LiveConfig("604800000", IsDefault: true))
                    : live.Configs.Clear(),
                FirstSeenAt = now,
                SeenAt = now,
                ConfigsReadAt = now.AddSeconds(1),
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>As a collector does, so long from now.</summary>
    private async Task LookedAtAll(TimeSpan fromNow)
    {
        await using var db = await _world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id.Value;
        var at = TimeProvider.System.GetUtcNow() + fromNow;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into collector (cluster_id, whole_at) values ({cluster}, {at})
            on conflict (cluster_id) do update set whole_at = excluded.whole_at
            """
        );
    }

    private async Task<List<(AuditSeal Seal, AuditEvent Event)>> Chain()
    {
        await using var db = await _world.Open();
        var rows = await (
            from seal in db.Set<AuditSeal>().AsNoTracking()
            join happened in db.Set<AuditEvent>().AsNoTracking() on seal.EventId equals happened.Id
            orderby seal.Number
            select new { seal, happened }
        ).ToListAsync();
        return [.. rows.Select(r => (r.seal, r.happened))];
    }
}
