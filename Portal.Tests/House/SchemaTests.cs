using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary><c>db/</c> owns the schema and the maps follow it: here they are laid side by side.</summary>
public sealed class SchemaTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Every_mapped_column_is_in_the_schema_with_its_type_and_nullability()
    {
        var schema = await Schema();

        Mapped().Where(column => !schema.Contains(column)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_column_that_must_be_filled_is_mapped_or_has_a_default()
    {
        var mapped = Mapped().ToLookup(column => column.Table, column => column.Name);

        (await Required())
            .Where(column => mapped.Contains(column.Table) && !mapped[column.Table].Contains(column.Name))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_migration_has_a_number_of_its_own() =>
        Migration.All.Select(migration => migration.Number).ShouldBeUnique();

    private HashSet<Column> Mapped()
    {
        var options = new DbContextOptionsBuilder<PortalDb>().UseNpgsql(database.ConnectionString).Options;
        using var db = new PortalDb(options);
        var tables = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables;
        return
        [
            .. tables.SelectMany(table =>
                table.Columns.Select(column => new Column(table.Name, column.Name, column.StoreType, column.IsNullable))
            ),
        ];
    }

    private async Task<HashSet<Column>> Schema() =>
        [
            .. await Read(
                """
                SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (a.attnum > 0 OR a.attname = 'xmin') AND NOT a.attisdropped
                """
            ),
        ];

    private Task<List<Column>> Required() =>
        Read(
            """
            SELECT table_name, column_name, data_type, false FROM information_schema.columns
            WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL
              AND is_identity = 'NO' AND is_generated = 'NEVER'
            """
        );

    private async Task<List<Column>> Read(string sql)
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = store.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<Column>();
        while (await reader.ReadAsync())
        {
            columns.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)));
        }

        return columns;
    }

    private sealed record Column(string Table, string Name, string Type, bool Nullable);
}
