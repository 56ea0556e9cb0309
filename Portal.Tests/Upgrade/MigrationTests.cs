using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>A store with data in it becomes this build's.</summary>
public sealed class MigrationTests
{
    private const string Columns = """
        select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
        from information_schema.columns
        where table_schema = 'public' and table_name not like 'reading\_10s\_%'
        """;

    private const string Constraints = """
        select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'reading\_10s\_%'
        """;

    private const string Indexes = """
        select indexdef from pg_indexes where schemaname = 'public' and tablename not like 'reading\_10s\_%'
        """;

    [Fact]
    public async Task A_store_of_the_version_before_is_brought_up_to_date_once()
    {
        await using var former = await FormerStore.Load();
        await using var store = NpgsqlDataSource.Create(former.ConnectionString);
        (await Read(store, "select count(*)::text from migration")).ShouldBe(["15"]);

        await Migrator.Migrate(store, CancellationToken.None);

        const string applied = "select number || ' ' || applied_at from migration order by number";
        var first = await Read(store, applied);
        first.Count.ShouldBe(Migration.All.Count);
        await Migrator.Migrate(store, CancellationToken.None);
        (await Read(store, applied)).ShouldBe(first);
    }

    [Fact]
    public async Task A_store_that_was_brought_up_to_date_is_like_a_new_one()
    {
        await using var former = await FormerStore.Load();
        await using var store = NpgsqlDataSource.Create(former.ConnectionString);
        await Migrator.Migrate(store, CancellationToken.None);
        var fresh = await PostgresDatabase.Create();
        await using var another = NpgsqlDataSource.Create(fresh.ConnectionString);

        foreach (var look in new[] { Columns, Constraints, Indexes })
        {
            (await Read(store, look)).ShouldBe(await Read(another, look), ignoreOrder: true);
        }

        await fresh.DisposeAsync();
    }

    private static async Task<List<string>> Read(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
