using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Teams;
using Portal.Tests.Changes;
using Portal.Tests.Kit;

namespace Portal.Tests.Audit;

public sealed class AuditPageTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Midnight = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly NpgsqlDataSource _store = NpgsqlDataSource.Create(database.ConnectionString);

    private static Caller Auditor => Callers.Of("mina", Role.Auditor);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_period_is_read_whole_and_once_though_ids_and_times_have_another_order()
    {
        // Two at each of ten hours, all over the ids.
        await Execute(
            """
            insert into audit_event (at, actor, actor_via, kind, words)
            select timestamptz '2024-03-01 00:00Z' + (n * 7 % 20 / 2) * interval '1 hour', 'ada', 'page', 'test.noted', 'Noted.'
            from generate_series(1, 20) n
            """
        );

        var read = await Walk(new AuditFilter(From: Midnight.AddHours(2), To: Midnight.AddHours(7)));

        read.Count.ShouldBe(10);
        read.ShouldBe(read.OrderByDescending(e => e.At).ThenByDescending(e => e.Id));
        read.Select(e => e.Id).ShouldBeUnique();
        read.ShouldAllBe(e => e.At >= Midnight.AddHours(2) && e.At < Midnight.AddHours(7));
    }

    [Fact]
    public async Task What_somebody_did_and_what_was_done_for_them_is_one_list_by_id()
    {
        await Execute(
            """
            insert into audit_event (at, actor, actor_via, on_behalf_of, kind, words)
            select now(), case n % 3 when 0 then 'robot' else 'ben' end, 'token', case n % 3 when 1 then null else 'ben' end, 'test.noted', 'Noted.'
            from generate_series(1, 12) n
            """
        );

        var read = await Walk(new AuditFilter(Actor: "ben"));

        read.Count.ShouldBe(12);
        read.Select(e => e.Id).ShouldBe(read.Select(e => e.Id).Distinct().OrderDescending());
        (await Walk(new AuditFilter(Actor: "robot"))).Count.ShouldBe(4);
    }

    private async Task<List<AuditEvent>> Walk(AuditFilter filter)
    {
        var log = new AuditLog(new InterceptedStore(_store, new QueryPlans()));
        var read = new List<AuditEvent>();
        for (long? below = null; ; below = read[^1].Id)
        {
            var page = (await log.Page(Auditor, filter, below, 3, CancellationToken.None))
                .ShouldBeOfType<Outcome<IReadOnlyList<AuditEntry>>.Done>()
                .Value;
            if (page.Count == 0)
            {
                return read;
            }

            read.AddRange(page.Select(entry => entry.Event));
        }
    }

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
