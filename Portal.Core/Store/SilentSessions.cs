using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// How soon the store ends a session in a transaction, whose locks others wait for, once its process is gone or frozen between two statements.
/// These are settings of the role in this database, since PgBouncer refuses parameters of a connection's start. What an operator set for the role,
/// for the database or for both stays. A process that runs is never cut off: however long a transaction of its own is idle, each keepalive of
/// <see cref="StoreConnection"/> ends the idleness, and one that reads rows slowly isn't idle. tcp_user_timeout would end that one too.
/// </summary>
internal static class SilentSessions
{
    private const long AdvisoryLock = 0x73696C656E74; // "silent"

    private const string Missing = """
        select format('alter role %I in database %I set %s = %L', r.rolname, current_database(), wanted.name, wanted.value)
        from pg_roles r
        cross join (values
            ('idle_in_transaction_session_timeout', '30s'), ('tcp_keepalives_idle', '10s'), ('tcp_keepalives_interval', '5s'),
            ('tcp_keepalives_count', '3')) as wanted (name, value)
        where r.rolname = coalesce($1, current_user) and not exists (
            select from pg_db_role_setting s
            join pg_database d on s.setdatabase in (d.oid, 0)
            cross join unnest(s.setconfig) as kept (setting)
            where s.setrole in (r.oid, 0) and d.datname = current_database() and starts_with(kept.setting, wanted.name || '='))
        """;

    /// <summary>
    /// Those of the role that this store is connected as. They count for the connections that it opens from here on; behind PgBouncer once that
    /// has replaced its own (<c>server_lifetime</c>).
    /// </summary>
    public static async Task Limit(NpgsqlDataSource store, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        if (await Limit(connection, role: null, stop))
        {
            // A session has the settings that its role had when it began.
            store.Clear();
        }
    }

    /// <param name="role">Null: the one that is connected.</param>
    /// <returns>Whether any was missing.</returns>
    public static async Task<bool> Limit(NpgsqlConnection connection, string? role, CancellationToken stop)
    {
        var statements = new List<string>();
        await using (var missing = new NpgsqlCommand(Missing, connection))
        {
            missing.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = role });
            await using var reader = await missing.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                statements.Add(reader.GetString(0));
            }
        }

        if (statements.Count == 0)
        {
            return false;
        }

        // Of two processes that start at once, PostgreSQL would refuse the one whose statement meets the other's.
        await using var set = new NpgsqlCommand(
            $"select pg_advisory_xact_lock({AdvisoryLock}); {string.Join("; ", statements)}",
            connection
        );
        await set.ExecuteNonQueryAsync(stop);
        return true;
    }
}
