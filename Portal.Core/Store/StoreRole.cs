using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// The role that the app connects as. It reads and writes rows, of the audit log it only adds some; it owns nothing of ours, so it can't
/// alter, truncate or drop, nor switch off what guards the log. The owner's role is needed for migrations alone.
/// </summary>
public static class StoreRole
{
    /// <summary>
    /// Makes the role, or brings its password up to date, and gives it what <see cref="SilentSessions"/> sets and what it needs of everything
    /// that is there. Safe to repeat; to be repeated after each migration.
    /// </summary>
    /// <param name="owner">The owner of the database, who may make roles; no superuser is needed.</param>
    /// <exception cref="InvalidOperationException">The owner may not do its part; the message names what it lacks.</exception>
    public static async Task Grant(NpgsqlDataSource owner, string role, string password, CancellationToken stop)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var name = await Quoted(connection, "%I", role, stop);
        var secret = await Quoted(connection, "%L", password, stop);
        await Provide(connection, role, $"{name} login password {secret}", stop);
        await CloseSchema(connection, stop);
        // What acts as the owner is for this role alone: a dump that was restored without privileges leaves it to everybody. What somebody else
        // created beside it is theirs, and a procedure isn't revoked as a function.
        await Execute(
            connection,
            $"""
            do $$ begin
                execute (select 'revoke execute on function ' || string_agg(oid::regprocedure::text, ', ') || ' from public'
                    from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and prokind = 'f'
                        and proowner = (select relowner from pg_class where oid = 'public.migration'::regclass));
            end $$;
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
        await GiveCalendar(connection, await Quoted(connection, "%L", role, stop), stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Whether who is connected may change the schema.</summary>
    internal static async Task<bool> MayMigrate(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select has_schema_privilege('public', 'create')", connection);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    private static async Task Provide(NpgsqlConnection connection, string role, string wanted, CancellationToken stop)
    {
        const string Known = "select rolname from pg_roles where rolname = $1";
        var verb = await Scalar(connection, Known, [role], stop) is null ? "create" : "alter";
        try
        {
            await Execute(connection, $"{verb} role {wanted}", stop);
            await SilentSessions.Limit(connection, role, stop);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException(
                $"The schema's owner may not {verb} the role {role} ({refused.MessageText}). It needs CREATEROLE and, from PostgreSQL 16 on, for a role that somebody else created also: grant {role} to the owner with admin option.",
                refused
            );
        }
    }

    // A database made before PostgreSQL 15 lets everybody create in it, and only the schema's own owner can end that: others get a warning.
    private static async Task CloseSchema(NpgsqlConnection connection, CancellationToken stop)
    {
        const string Open = "select current_user::text where has_schema_privilege('public', 'public', 'create')";
        await Execute(connection, "revoke create on schema public from public", stop);
        if (await Scalar(connection, Open, [], stop) is { } owner)
        {
            throw new InvalidOperationException(
                $"Everybody may create tables in the schema public, which {owner} doesn't own. As a superuser: alter schema public owner to {owner}"
            );
        }
    }

    /// <summary>
    /// Quartz makes its tables itself and brings them up to date, so their schema is the app's. There are triggers in it that are made
    /// again at each start, and nothing of ours. Who isn't a superuser can make only such a role an owner that it is a member of, which
    /// creating it doesn't make it; from PostgreSQL 16 on a member may lack what is needed here (SET, INHERIT).
    /// </summary>
    private static Task GiveCalendar(NpgsqlConnection connection, string role, CancellationToken stop) =>
        Execute(
            connection,
            $"""
            create schema if not exists quartz;
            do $$ declare part record; granular boolean := current_setting('server_version_num')::integer >= 160000; begin
                if not (pg_has_role({role}, 'usage') and pg_has_role({role}, case when granular then 'set' else 'member' end))
                then
                    execute format('grant %I to current_user', {role})
                        || case when granular then ' with inherit true, set true' else '' end;
                end if;
                execute format('alter schema quartz owner to %I', {role});
                for part in select relname from pg_class where relnamespace = 'quartz'::regnamespace
                    and relkind = 'r' and pg_get_userbyid(relowner) <> {role} loop
                    execute format('alter table quartz.%I owner to %I', part.relname, {role});
                end loop;
            end $$;
            """,
            stop
        );

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
