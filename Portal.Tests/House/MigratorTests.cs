using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>A store that this build doesn't belong to is refused in words, and left as it is.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _store = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_migrated_store_is_left_as_it_is()
    {
        var before = await Applied();
        await Migrator.Migrate(_store, CancellationToken.None);
        (await Applied()).ShouldBe(before);
        before.ShouldBe(Migration.All.Count);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused()
    {
        await Execute("update migration set checksum = '\\x00' where number = 3");
        (await Refusal()).ShouldStartWith("0003_changes.sql was changed after it was applied.");
    }

    [Fact]
    public async Task A_store_newer_than_the_build_is_refused()
    {
        await Execute("insert into migration (number, name, checksum) values (9999, '9999_later.sql', '\\x00')");
        (await Refusal()).ShouldBe(
            "The store has migration 9999, which this build doesn't know. Start the newer build."
        );
    }

    [Fact]
    public async Task A_store_that_was_refused_is_not_brought_on_and_locks_nobody_out()
    {
        await Execute("delete from migration where number = (select max(number) from migration)");
        await Execute("update migration set checksum = '\\x00' where number = 1");
        var before = await Applied();
        await Refusal();
        await Refusal();
        (await Applied()).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_that_wants_a_lock_waits_briefly_and_is_tried_again_until_whoever_has_it_is_done()
    {
        await Execute("create sequence tries");
        await using var reader = await _store.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table team in access share mode", reader, reading))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // A sequence counts what was given up as well.
        var later = new Migration(
            9999,
            "9999_later.sql",
            "set local lock_timeout = '10ms'; select nextval('tries'); alter table team add column later text"
        );
        await using var connection = await _store.OpenConnectionAsync();
        var applying = MigrationRun.Apply(connection, later, CancellationToken.None);
        await Deadline.Until(async () => await Count("select last_value from tries") > 1 || applying.IsCompleted);
        applying.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync();
        await applying;

        (await Count("select count(later) from team")).ShouldBe(0);
        (await Count("select count(*) from migration where number = 9999")).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_the_store_ended_to_break_a_deadlock_is_tried_again()
    {
        await Execute("create sequence tries");
        var later = new Migration(
            9999,
            "9999_later.sql",
            "do $$ begin if nextval('tries') = 1 then raise 'deadlock detected' using errcode = '40P01'; end if; end $$"
        );
        await using var connection = await _store.OpenConnectionAsync();

        await MigrationRun.Apply(connection, later, CancellationToken.None);

        (await Count("select last_value from tries")).ShouldBe(2);
        (await Count("select count(*) from migration where number = 9999")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_waits_too_long_for_another_process_names_it_as_the_reason()
    {
        await using var other = await _store.OpenConnectionAsync();
        await MigrationLock.Take(other, TimeSpan.FromMinutes(1), CancellationToken.None);

        (
            await Should.ThrowAsync<TimeoutException>(() =>
                Migrator.Migrate(_store, TimeSpan.FromMilliseconds(10), CancellationToken.None)
            )
        ).Message.ShouldStartWith("Another process");

        await MigrationLock.Release(other);
        await Migrator.Migrate(_store, TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    private async Task<string> Refusal() =>
        (
            await Should.ThrowAsync<SchemaMismatchException>(() => Migrator.Migrate(_store, CancellationToken.None))
        ).Message;

    private Task<long> Applied() => Count("select count(*) from migration");

    private async Task<long> Count(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
