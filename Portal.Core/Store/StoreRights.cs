using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Whether the role that is connected may read what the migrations created, as <see cref="StoreRole"/> grants it. That comes after the schema, and may
/// have been refused: then the store has every migration, and a process of this build fails at the first table that it can't read.
/// </summary>
internal static class StoreRights
{
    private const string Unreadable = """
        select format('%s may not read %s of the store''s tables, such as %s', current_user, count(*), min(relname::text))
        from pg_class
        where relnamespace = 'public'::regnamespace and relname = any($1) and not has_table_privilege(oid, 'select')
        having count(*) > 0
        """;

    // Partitions are read through their tables, and copies and views that somebody else left beside these are none of the product's.
    private static readonly string[] Relations =
    [
        .. Named("create table ").Concat(Named("create view ")).Except(Named("drop table "), StringComparer.Ordinal),
    ];

    /// <exception cref="NpgsqlException">It may not read some table. Worth trying again: the owner may still give it.</exception>
    public static async Task Require(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Unreadable, connection);
        command.Parameters.AddWithValue(Relations);
        if (await command.ExecuteScalarAsync(stop) is string words)
        {
            throw new NpgsqlException(
                $"{words}. To grant it that, run as the schema's owner: dotnet Portal.Workers.dll migrate."
            );
        }
    }

    private static IEnumerable<string> Named(string statement) =>
        from migration in Migration.All
        from line in migration.Sql.Split('\n')
        where line.StartsWith(statement, StringComparison.Ordinal)
        select line.Split(' ')[2].TrimEnd(';', '\r');
}
