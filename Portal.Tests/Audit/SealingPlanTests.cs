using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Tests.Changes;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.Audit;

/// <summary>What the sealer reads every few seconds doesn't grow with the log.</summary>
public sealed class SealingPlanTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    // Sealed long ago, and within the window in which a late event is looked for.
    private const string Filling = """
        set local session_replication_role = replica;
        insert into audit_event (id, at, actor, actor_via, kind, words) overriding system value
            select n, now(), 'ada', 'page', 'x', 'x'
            from (select generate_series(1, 20000) union all select generate_series(195001, 200000)) as made (n);
        insert into audit_seal (number, event_id, previous, hash)
            select row_number() over (order by id), id, '', decode(repeat('00', 32), 'hex') from audit_event;
        select setval(pg_get_serial_sequence('audit_event', 'id'), 200000);
        analyze audit_event, audit_seal;
        """;

    [Fact]
    public async Task Neither_events_nor_seals_are_read_from_end_to_end()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var fill = store.CreateCommand(Filling))
        {
            await fill.ExecuteNonQueryAsync();
        }

        var plans = new QueryPlans();
        var sealer = new AuditSealer(
            new InterceptedStore(store, plans),
            new MemoryHeads(),
            TimeProvider.System,
            NullLogger<AuditSealer>.Instance
        );

        (await sealer.Seal(CancellationToken.None)).ShouldBe(0);

        (await plans.Scans(store, "audit_event", "audit_seal")).ShouldBeEmpty();
    }
}
