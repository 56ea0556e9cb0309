using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Audit;

/// <summary>What the role that the app connects as can't do, and that it can do its work.</summary>
public sealed class StoreRoleTests : IAsyncLifetime
{
    private const string Password = "it's a secret";

    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _owner = null!;
    private NpgsqlDataSource _app = null!;

    // Roles belong to the server that all tests share.
    private string Role => $"app_{_database.Name}";

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _owner = NpgsqlDataSource.Create(_database.ConnectionString);
        await StoreRole.Grant(_owner, Role, "another", CancellationToken.None);
        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Username = Role,
            Password = Password,
        };
        _app = NpgsqlDataSource.Create(connection.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await Run(_owner, $"drop schema quartz cascade; drop owned by {Role}; drop role {Role}");
        await _owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("truncate audit_event cascade")]
    [InlineData("truncate change cascade")]
    [InlineData("update audit_event set words = ''")]
    [InlineData("delete from audit_event")]
    [InlineData("update audit_seal set hash = hash")]
    [InlineData("delete from audit_seal")]
    [InlineData("alter table audit_event disable trigger all")]
    [InlineData("drop trigger audit_event_append_only on audit_event")]
    [InlineData("drop table audit_seal")]
    [InlineData("alter table change add column mine text")]
    [InlineData("create table mine (id integer)")]
    [InlineData(
        "create or replace function audit_is_append_only() returns trigger language sql as 'select null::trigger'"
    )]
    [InlineData("set session_replication_role = replica")]
    [InlineData("delete from migration")]
    [InlineData("create role mine")]
    [InlineData("alter role {role} superuser")]
    public async Task It_can_not(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            Run(_app, sql.Replace("{role}", Role, StringComparison.Ordinal))
        );

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task It_owns_nothing_but_the_calendar()
    {
        // Where PostgreSQL keeps long values of a table belongs to the table.
        await using var owned = _app.CreateCommand(
            """
            select count(*) from pg_class
            where relowner = current_user::regrole
              and relnamespace not in ('quartz'::regnamespace, 'pg_toast'::regnamespace)
            """
        );

        (await owned.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task It_adds_to_the_log_and_to_what_else_there_is()
    {
        await Run(
            _app,
            """
            insert into audit_event (at, actor, actor_via, kind, words) values (now(), 'ada', 'page', 'x', 'x');
            insert into snapshot_version (scope, version, changed_at) values ('x', 1, now());
            delete from snapshot_version where scope = 'x';
            create table quartz.mine (id integer);
            drop table quartz.mine;
            """
        );
    }

    [Fact]
    public async Task It_makes_and_drops_the_hours_and_days_of_readings()
    {
        var now = new DateTimeOffset(2025, 3, 29, 12, 30, 0, TimeSpan.Zero);
        await ReadingPartitions.Make(_app, now, CancellationToken.None);
        await ReadingPartitions.Make(_app, now, CancellationToken.None);
        await Run(_app, $"insert into reading_10s (cluster_id, chunk, at, columns) values (1, 0, '{now:O}', '')");
        (await Parts("reading_10s")).ShouldBe(["reading_10s_2025032912", "reading_10s_2025032913"]);
        (await Parts("reading_5m")).ShouldBe(["reading_5m_20250329", "reading_5m_20250330"]);

        await ReadingPartitions.Drop(_app, now.AddDays(9), CancellationToken.None);

        (await Parts("reading_10s")).ShouldBeEmpty();
        (await Parts("reading_5m")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_sessions_end_soon_after_they_went_silent() => (await Limits(_app)).ShouldBe("30s 10 5 3");

    [Theory]
    [InlineData("role {role} in database {database}")]
    [InlineData("role {role}")]
    [InlineData("database {database}")]
    public async Task What_an_operator_set_for_its_sessions_stays(string whose)
    {
        var named = whose
            .Replace("{role}", Role, StringComparison.Ordinal)
            .Replace("{database}", _database.Name, StringComparison.Ordinal);
        await Run(_owner, $"alter role {Role} in database {_database.Name} reset all");
        await Run(_owner, $"alter {named} set idle_in_transaction_session_timeout = '2min'");

        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);

        (await Limits(_app)).ShouldBe("2min 10 5 3");
    }

    [Fact]
    public async Task A_session_that_reads_slowly_is_not_ended() =>
        (await Scalar(_app, "select current_setting('tcp_user_timeout')")).ShouldBe("0");

    [Fact]
    public async Task Sessions_of_a_process_that_connects_as_the_owner_end_as_soon()
    {
        (await Limits(_owner)).ShouldStartWith("0 ");
        using var gate = new SchemaGate(_owner, TimeProvider.System, NullLogger<SchemaGate>.Instance);

        await gate.StartAsync(CancellationToken.None);
        await gate.Open;
        await gate.StopAsync(CancellationToken.None);

        (await Limits(_owner)).ShouldBe("30s 10 5 3");
    }

    [Fact]
    public async Task It_starts_on_a_schema_that_is_this_build_s_and_says_what_is_missing_on_another()
    {
        await Migrator.Migrate(_app, CancellationToken.None);
        await Run(_owner, $"delete from migration where number = {Migration.All[^1].Number}");

        var refused = await Should.ThrowAsync<SchemaMismatchException>(() =>
            Migrator.Migrate(_app, CancellationToken.None)
        );

        refused.Message.ShouldStartWith($"The store lacks {Migration.All[^1].Name}, and this role may not change");
    }

    private static Task<string> Limits(NpgsqlDataSource who) =>
        Scalar(
            who,
            """
            select concat_ws(' ', current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_keepalives_idle'),
                current_setting('tcp_keepalives_interval'), current_setting('tcp_keepalives_count'))
            """
        );

    private static async Task<string> Scalar(NpgsqlDataSource who, string sql)
    {
        await using var command = who.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> Parts(string table)
    {
        await using var command = _app.CreateCommand(
            $"select inhrelid::regclass::text from pg_inherits where inhparent = '{table}'::regclass order by 1"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var parts = new List<string>();
        while (await reader.ReadAsync())
        {
            parts.Add(reader.GetString(0));
        }

        return parts;
    }

    private static async Task Run(NpgsqlDataSource who, string sql)
    {
        await using var command = who.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
