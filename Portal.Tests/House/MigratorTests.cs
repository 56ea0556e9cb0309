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

    private async Task<string> Refusal() =>
        (
            await Should.ThrowAsync<SchemaMismatchException>(() => Migrator.Migrate(_store, CancellationToken.None))
        ).Message;

    private async Task<long> Applied()
    {
        await using var command = _store.CreateCommand("select count(*) from migration");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
