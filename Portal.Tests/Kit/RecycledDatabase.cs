using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;
using Portal.Core.Store;
using Portal.Workers.Calendar;

namespace Portal.Tests.Kit;

/// <summary>
/// A migrated database that goes from test to test, emptied in between, its connections open and their statements
/// planned: to open and to plan them takes the server more than the work of most tests. For worlds that run in the
/// tests' own process and end what they start. A test that cuts connections, changes the schema, fills the store or
/// gives it to a process of its own takes a <see cref="PostgresDatabase"/>.
/// </summary>
public sealed class RecycledDatabase : IAsyncDisposable
{
    private static readonly string Procedure = Repository.PathOf("Portal.Tests", "Kit", "RecycledDatabase.sql");
    private static readonly ConcurrentQueue<RecycledDatabase> Clean = [];
    private readonly ConcurrentBag<int> _ours = [];
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _cleaner;

    private RecycledDatabase(PostgresDatabase database)
    {
        _database = database;
        _cleaner = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        Source = new NpgsqlDataSourceBuilder(StoreConnection.Of(database.ConnectionString))
            .UsePhysicalConnectionInitializer(Note, opened => Task.Run(() => Note(opened)))
            .Build();
    }

    public string ConnectionString => _database.ConnectionString;

    /// <summary>What services connect by instead of each making its own; whoever takes the database doesn't dispose it.</summary>
    public NpgsqlDataSource Source { get; }

    public static async Task<RecycledDatabase> Take()
    {
        // Emptied once more: what somebody left running may have written since.
        while (Clean.TryDequeue(out var used))
        {
            if (await used.Empty())
            {
                return used;
            }

            await used.Drop();
        }

        var made = new RecycledDatabase(await PostgresDatabase.Create());
        await made._cleaner.OpenAsync();
        await made.Run(await File.ReadAllTextAsync(Procedure));
        // Neither foreign keys nor triggers keep a row, as that of the audit log would.
        await made.Run("set session_replication_role = replica");
        return made;
    }

    /// <summary>The next test has it, once it is empty.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await Empty())
        {
            Clean.Enqueue(this);
            return;
        }

        await Drop();
    }

    private async Task Drop()
    {
        using (var calendar = Calendar())
        {
            NpgsqlConnection.ClearPool(calendar);
        }

        await _cleaner.DisposeAsync();
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Whether it is as the migrations left it; not while somebody else is at work in it, or once its schema is another.</summary>
    internal async Task<bool> Empty()
    {
        // What tests opened by this string and left in its pool.
        using var theirs = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(theirs);
        return await IsAlone() && await IsEmptied();
    }

    // Quartz makes its pool of this string by itself, a scheduler after another.
    private NpgsqlConnection Calendar() => new(CalendarStore.Connection(ConnectionString));

    // A connection that was closed a moment ago takes the server another to end.
    private async Task<bool> IsAlone()
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        using var calendar = Calendar();
        while (Statistics(Source).Busy > 0 || await Others() > Idle(Pool(calendar)))
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return true;
    }

    /// <summary>-1 while one is in use: no number of connections is as few.</summary>
    private static int Idle(NpgsqlDataSource pool) => Statistics(pool) is { Busy: 0, Idle: var idle } ? idle : -1;

    /// <summary>Connections that aren't of <see cref="Source"/>, and those of it that are at work.</summary>
    private async Task<long> Others()
    {
        await using var command = new NpgsqlCommand(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and (pid <> all ($1) or state <> 'idle')
            """,
            _cleaner
        );
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. _ours] });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<bool> IsEmptied()
    {
        try
        {
            await Run("call kit.empty()");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _cleaner);
        await command.ExecuteNonQueryAsync();
    }

    private void Note(NpgsqlConnection opened) => _ours.Add(opened.ProcessID);

    // Npgsql tells nobody else how many of its connections are in use.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Statistics")]
    private static extern (int Total, int Idle, int Busy) Statistics(NpgsqlDataSource source);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NpgsqlDataSource")]
    private static extern NpgsqlDataSource Pool(NpgsqlConnection connection);
}
