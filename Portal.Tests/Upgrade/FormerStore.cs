using Npgsql;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>The database that the version before left behind (<c>Before/README.md</c>).</summary>
public sealed class FormerStore : IAsyncDisposable
{
    private const string Since = "select clock_timestamp() - max(at) from audit_event";
    private static readonly string Dump = Repository.PathOf("Portal.Tests", "Upgrade", "Before", "store.sql");
    private static int _made;
    private readonly PostgresServer _server;
    private readonly string _name = $"former_{Interlocked.Increment(ref _made)}";

    private FormerStore(PostgresServer server) => _server = server;

    public string ConnectionString => _server.ConnectionTo(_name);

    /// <summary>How long ago it was left.</summary>
    public TimeSpan Age { get; private set; }

    /// <summary>As if it had been left just now.</summary>
    public static async Task<FormerStore> Load()
    {
        var store = new FormerStore(await PostgresServer.Shared);
        await store._server.Execute($"CREATE DATABASE {store._name}");
        // The dump sets the search path of its session: nobody else gets that.
        await using var connection = new NpgsqlConnection(store.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await Execute(connection, await File.ReadAllTextAsync(Dump));
        await Execute(connection, "set search_path = public");
        await using (var since = new NpgsqlCommand(Since, connection))
        {
            store.Age = (TimeSpan)(await since.ExecuteScalarAsync())!;
        }

        await Execute(connection, MoveToToday);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await _server.Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    // Requests expire, tokens end, old rows are purged. The audit log stays as it is: its chain is over the times too.
    private const string MoveToToday = $"""
        do $$
        declare
            since interval := ({Since});
            col record;
        begin
            for col in
                select table_name, column_name from information_schema.columns join information_schema.tables using (table_schema, table_name)
                where table_schema = 'public' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'
                  and table_name not in ('audit_event', 'audit_seal', 'migration')
            loop
                execute format('update %1$I set %2$I = %2$I + $1', col.table_name, col.column_name) using since;
            end loop;
        end $$
        """;

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
