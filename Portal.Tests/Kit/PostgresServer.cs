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
    private readonly RunFolder folder = RunFolder.For("postgres", Script, "stop");
    private readonly int port = FreePorts.One();
    private readonly bool durable;

    private PostgresServer(bool durable) => this.durable = durable;

    public static Task<PostgresServer> Shared => Run.Value;

    /// <param name="durable">What was committed survives <see cref="Crash"/>.</param>
    public static async Task<PostgresServer> Start(bool durable = false)
    {
        var server = new PostgresServer(durable);
        await server.Up();
        return server;
    }

    public Task Up() => Command.Run(Script, ["start", folder.Path, $"{port}", .. durable ? [] : new[] { "--fast" }]);

    /// <summary>Every open session is cut; the data stays for the next <see cref="Up"/>.</summary>
    public Task Down() => Command.Run(Script, "stop", folder.Path);

    /// <summary>As when its machine fails: nothing is put in order first.</summary>
    public Task Crash() => Command.Run(Script, "stop", folder.Path, "immediate");

    public string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "portal",
            Password = File.ReadAllText(Path.Combine(folder.Path, "password")),
            Database = database,
            IncludeErrorDetail = true,
            MaxPoolSize = 20,
        }.ConnectionString;

    /// <summary>For what belongs to no database: creating and dropping them.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
