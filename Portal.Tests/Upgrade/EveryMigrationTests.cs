using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Changes.Plans;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>
/// A store at every migration there ever was, with a row in each of its tables, becomes this build's: one store that is migrated a file at a time and
/// gets such rows after each, so that those of one stage pass all the migrations behind it (<c>Every/rows.sql</c>).
/// </summary>
public sealed class EveryMigrationTests : IAsyncLifetime
{
    private const string Name = "every_migration";
    private PostgresServer _server = null!;
    private NpgsqlDataSource _store = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Shared;
        await _server.Execute($"CREATE DATABASE {Name}");
        _store = NpgsqlDataSource.Create(_server.ConnectionTo(Name));
        await Execute(await Script("rows.sql"));
        await Choose();
        foreach (var (stage, migration) in Migration.All.Index())
        {
            await MigrateTo(stage);
            await Execute($"select kept.fill({migration.Number})");
        }
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.Execute($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    [Fact]
    public async Task What_a_store_held_at_any_migration_is_there_after_the_last_and_today_s_product_reads_it()
    {
        (
            await Read(
                "select name || ' at ' || stage || ': ' || why from kept.skipped where name <> 'bootstrap_account'"
            )
        ).ShouldBeEmpty("every table has a row of every stage; of this one there is one row, always");
        (await Read("select distinct name from kept.row")).Count.ShouldBeGreaterThan(70);

        (await Read("select kept.differences()")).ShouldBeEmpty();

        await Migrator.Migrate(_store, CancellationToken.None);
        (await Unread()).ShouldBeEmpty();
    }

    /// <summary>As the migrator does it, as far as the build of that time did.</summary>
    private async Task MigrateTo(int stage)
    {
        if (stage == 0)
        {
            await Execute(
                "create table migration (number integer primary key, name text not null, checksum bytea not null, applied_at timestamptz not null default clock_timestamp())"
            );
        }

        var migration = Migration.All[stage];
        await using var connection = await _store.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var apply = new NpgsqlCommand(migration.Sql, connection);
        await apply.ExecuteNonQueryAsync();
        await using var record = new NpgsqlCommand("insert into migration values ($1, $2, $3)", connection);
        record.Parameters.AddWithValue(migration.Number);
        record.Parameters.AddWithValue(migration.Name);
        record.Parameters.AddWithValue(migration.Checksum);
        await record.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Every row of every mapped type, and what its JSON holds.</summary>
    private async Task<List<string>> Unread()
    {
        var unread = new List<string>();
        foreach (var type in Model().Select(entity => entity.ClrType))
        {
            try
            {
                await using var db = Db();
                var rows =
                    (IQueryable<object>)
                        typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(type).Invoke(db, [])!;
                (await rows.AsNoTracking().ToListAsync()).ShouldNotBeEmpty();
            }
            catch (Exception why)
            {
                unread.Add($"{type.Name}: {why.Message} {why.InnerException?.Message}");
            }
        }

        await using var plans = Db();
        foreach (var plan in await plans.Set<Plan>().AsNoTracking().ToListAsync())
        {
            plan.Body.Steps.ShouldHaveSingleItem().On.Name.ShouldBe("orders");
            plan.Evidence.Resources.ShouldBeEmpty();
            CanonicalForm.Hash(plan.Canonical).ShouldBe(plan.Hash);
        }

        return unread;
    }

    // Of an enum's words any will do; where a check lists them, one of the check's.
    private async Task Choose()
    {
        var words =
            from entity in Model()
            from property in entity.GetProperties()
            let type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
            where type.IsEnum
            select (
                entity.GetTableName()!,
                property.GetColumnName(),
                JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetNames(type)[0])
            );
        foreach (var (table, column, word) in words.Distinct())
        {
            await Execute($"insert into kept.word values ('{table}', '{column}', '{word}')");
        }

        await Execute(await Script("values.sql"));
        await Execute(await Script("promises.sql"));
    }

    private List<Microsoft.EntityFrameworkCore.Metadata.IEntityType> Model()
    {
        using var db = Db();
        return [.. db.Model.GetEntityTypes().Where(entity => !entity.IsOwned() && entity.GetTableName() is not null)];
    }

    private PortalDb Db() => new(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(_store).Options);

    private async Task<List<string>> Read(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<string> Script(string file) =>
        File.ReadAllTextAsync(Repository.PathOf("Portal.Tests", "Upgrade", "Every", file));
}
