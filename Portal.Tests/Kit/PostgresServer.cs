using Npgsql;

namespace Portal.Tests.Kit;

/// <summary>
/// A throw-away PostgreSQL server. <see cref="Shared"/> serves the whole run; a test that takes its database down
/// starts one of its own.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string Script = Repository.PathOf("setup", "postgres.sh");
    private static readonly Lazy<Task<PostgresServer>> Run = new(() => Start());
    private readonly RunFolder _folder;
    private readonly int _port = FreePorts.One();
    private readonly bool _durable;

    // A database is more than a thousand files, and each test class has one.
    private PostgresServer(bool durable)
    {
        _durable = durable;
        _folder = durable ? RunFolder.For("postgres", Script, "stop") : RunFolder.InMemory("postgres", Script, "stop");
    }

    public static Task<PostgresServer> Shared => Run.Value;

    /// <param name="durable">What was committed survives <see cref="Crash"/>.</param>
    public static async Task<PostgresServer> Start(bool durable = false)
    {
        var server = new PostgresServer(durable);
        await server.Up();
        return server;
    }

    public Task Up() => Command.Run(Script, ["start", _folder.Path, $"{_port}", .. _durable ? [] : new[] { "--fast" }]);

    /// <summary>Every open session is cut; the data stays for the next <see cref="Up"/>.</summary>
    public Task Down() => Command.Run(Script, "stop", _folder.Path);

    /// <summary>As when its machine fails: nothing is put in order first.</summary>
    public Task Crash() => Command.Run(Script, "stop", _folder.Path, "immediate");

    /// <summary>kill -9 of the server itself; its children end when they notice.</summary>
    public Task Kill() =>
        Command.Run("bash", "-c", """kill -9 "$(head -1 "$1/data/postmaster.pid")" """, "bash", _folder.Path);

    public string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = "portal",
            Password = File.ReadAllText(Path.Combine(_folder.Path, "password")),
            Database = database,
            IncludeErrorDetail = true,
            MaxPoolSize = 20,
            // Connections go from test to test, so a statement is worth to be prepared at its first use.
            MaxAutoPrepare = 400,
            AutoPrepareMinUsages = 1,
        }.ConnectionString;

    /// <summary>For what belongs to no database: creating and dropping them.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
