using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// The role that the app connects as. It reads and writes rows, of the audit log it only adds some; it owns nothing of ours, so it can't
/// alter, truncate or drop, nor switch off what guards the log. The owner's role is needed for migrations alone.
/// </summary>
public static class StoreRole
{
    /// <summary>
    /// Makes the role, or brings its password up to date, and gives it what it needs of everything that is there. Safe to repeat; to be
    /// repeated after each migration.
    /// </summary>
    /// <param name="owner">The owner of the schema, who may make roles.</param>
    public static async Task Grant(NpgsqlDataSource owner, string role, string password, CancellationToken stop)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var name = await Quoted(connection, "%I", role, stop);
        var secret = await Quoted(connection, "%L", password, stop);
        var known = await Text(connection, "select rolname from pg_roles where rolname = $1", role, stop) is not null;
        await Execute(connection, $"{(known ? "alter" : "create")} role {name} login password {secret}", stop);
        await Execute(
            connection,
            $"""
            revoke create on schema public from public;
            revoke all on all tables in schema public from {name};
            grant usage on schema public to {name};
            grant select, insert, update, delete on all tables in schema public to {name};
            grant usage on all sequences in schema public to {name};
            grant execute on all functions in schema public to {name};
            revoke update, delete on audit_event, audit_seal from {name};
            revoke insert, update, delete on migration from {name};
            """,
            stop
        );
        await GiveCalendar(connection, name, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Whether who is connected may change the schema.</summary>
    internal static async Task<bool> MayMigrate(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select has_schema_privilege('public', 'create')", connection);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    /// <summary>
    /// Quartz makes its tables itself and brings them up to date, so their schema is the app's. There are triggers in it that are made
    /// again at each start, and nothing of ours.
    /// </summary>
    private static Task GiveCalendar(NpgsqlConnection connection, string role, CancellationToken stop) =>
        Execute(
            connection,
            $"""
            create schema if not exists quartz;
            alter schema quartz owner to {role};
            do $$ declare part record; begin
                for part in select relname from pg_class where relnamespace = 'quartz'::regnamespace and relkind = 'r' loop
                    execute format('alter table quartz.%I owner to {role}', part.relname);
                end loop;
            end $$;
            """,
            stop
        );

    private static Task<string?> Text(NpgsqlConnection connection, string sql, string value, CancellationToken stop) =>
        Scalar(connection, sql, [value], stop);

    private static async Task<string> Quoted(
        NpgsqlConnection connection,
        string how,
        string value,
        CancellationToken stop
    ) => (await Scalar(connection, "select format($1, $2)", [how, value], stop))!;

    private static async Task<string?> Scalar(
        NpgsqlConnection connection,
        string sql,
        string[] values,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteScalarAsync(stop) as string;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
