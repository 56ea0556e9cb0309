using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Workers.Commands;

namespace Portal.Tests.Audit;

/// <summary>What the role that the app connects as can't do, and that it can do its work.</summary>
public sealed class StoreRoleTests : IAsyncLifetime
{
    private const string Password = "it's a secret";

    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _owner = null!;
    private NpgsqlDataSource _app = null!;
    private string _connection = "";

    // Roles belong to the server that all tests share.
    private string Role => $"app_{_database.Name}";

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _owner = NpgsqlDataSource.Create(_database.ConnectionString);
        await StoreRole.Grant(_owner, Role, "another", CancellationToken.None);
        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);
        _connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Username = Role,
            Password = Password,
        }.ConnectionString;
        _app = NpgsqlDataSource.Create(_connection);
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

    /// <summary>As a dump that is restored without privileges leaves them: what acts as the owner would be everybody's.</summary>
    [Fact]
    public async Task Nobody_else_makes_and_drops_them_also_after_a_restore()
    {
        const string Everybody =
            "select count(*)::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege('public', oid, 'execute')";
        await Run(_owner, "grant execute on all functions in schema public to public");
        (await Scalar(_owner, Everybody)).ShouldBe("4");

        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);

        (await Scalar(_owner, Everybody)).ShouldBe("0");
        await It_makes_and_drops_the_hours_and_days_of_readings();
    }

    [Fact]
    public async Task What_acts_as_somebody_else_and_procedures_stay_as_they_are()
    {
        var other = $"other_{Role}";
        await Run(
            _owner,
            $"""
            create role {other};
            create function theirs() returns void language sql security definer as 'select';
            alter function theirs() owner to {other};
            create procedure upkeep() language sql security definer as 'select';
            """
        );

        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);

        (
            await Scalar(
                _owner,
                "select string_agg(proname, ', ' order by proname) from pg_proc where proname in ('theirs', 'upkeep') and has_function_privilege('public', oid, 'execute')"
            )
        ).ShouldBe("theirs, upkeep");
        await Run(_owner, $"drop function theirs(); drop role {other}");
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

    [Fact]
    public async Task A_process_that_started_before_the_migrations_goes_on_once_they_are_applied()
    {
        var newest = Migration.All[^1];
        await Run(
            _owner,
            $"create schema late; create table late.migration as select * from migration where number = {newest.Number}"
        );
        await Run(_owner, $"delete from migration where number = {newest.Number}");
        var log = new LogLines<SchemaGate>();
        using var gate = new SchemaGate(_app, TimeProvider.System, log);
        await gate.StartAsync(CancellationToken.None);
        await Deadline.Until(() =>
            gate.Complaint!.StartsWith($"The store lacks {newest.Name}", StringComparison.Ordinal)
        );

        await Run(_owner, "insert into migration select * from late.migration");

        await Deadline.Until(() => gate.Open.IsCompletedSuccessfully);
        gate.Complaint.ShouldBeNull();
        log.All.ShouldHaveSingleItem();
        await gate.StopAsync(CancellationToken.None);
    }

    /// <summary>Where the schema's owner could migrate, and wasn't allowed to give permissions after it.</summary>
    [Fact]
    public async Task It_waits_for_its_permissions_on_a_schema_that_is_this_build_s()
    {
        await Run(_owner, $"revoke select on team from {Role}");

        var refused = await Should.ThrowAsync<NpgsqlException>(() => Migrator.Migrate(_app, CancellationToken.None));
        refused.Message.ShouldStartWith(
            $"{Role} may not read 1 of the store's tables, such as team. To grant it that, "
        );
        var (code, words) = await Version();
        code.ShouldNotBe(0, "pods would start");
        words.ShouldContain("such as team");
        using var gate = new SchemaGate(_app, TimeProvider.System, NullLogger<SchemaGate>.Instance);
        await gate.StartAsync(CancellationToken.None);
        await Deadline.Until(() => gate.Complaint == refused.Message);

        await StoreRole.Grant(_owner, Role, Password, CancellationToken.None);

        await gate.Open.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        await gate.StopAsync(CancellationToken.None);
        (await Version()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task It_has_to_read_each_table_and_view_of_the_schema()
    {
        await Run(
            _owner,
            $"revoke select on all tables in schema public from {Role}; grant select on migration to {Role}"
        );
        var others = await Scalar(
            _owner,
            """
            select (count(*) - 1)::text from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition
            """
        );

        var refused = await Should.ThrowAsync<NpgsqlException>(() => Migrator.Migrate(_app, CancellationToken.None));

        refused.Message.ShouldStartWith($"{Role} may not read {others} of the store's tables, such as access_acl. ");
    }

    [Fact]
    public async Task What_somebody_created_beside_the_store_s_tables_keeps_nothing_from_starting()
    {
        await Run(
            _owner,
            $"""
            create role other_{Role}; create table theirs (id integer); alter table theirs owner to other_{Role};
            create table team_before as table team; create view team_titles as select title from team;
            create table outbox (id integer);
            """
        );

        await Migrator.Migrate(_app, CancellationToken.None);

        await Run(_owner, $"drop table theirs; drop role other_{Role}");
    }

    private async Task<(int Code, string Words)> Version()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Portal"] = _connection }
            )
            .Build();
        await using var words = new StringWriter();
        return (await VersionCommand.Run(configuration, words, CancellationToken.None), words.ToString());
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
