using Microsoft.Extensions.Configuration;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Workers.Commands;

namespace Portal.Tests.Hosting;

/// <summary>
/// What <c>restored</c> does, of the workers and of the one command, for a store that PostgreSQL itself took back to an earlier time: all that a restore
/// from a backup does before web and workers start.
/// </summary>
public sealed class RestoredCommandTests : IAsyncLifetime
{
    private static readonly string[] Carried = ["restored.sql", "restored-dues.sql", "restored.txt"];
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-restored-").FullName;
    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _store = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = _store.CreateCommand(
            """
            set local session_replication_role = replica;
            insert into browser_session (key_hash, person_id, sign_in, started_at, expires_at)
            values (decode('01', 'hex'), 1, 'embedded', now(), now() + interval '12 hours');
            insert into due (kind, subject_id, due_at) values ('access.ends', 1, now())
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_PostgreSQL_took_back_is_prepared_once_it_is_confirmed_with_a_reason(bool inContainer)
    {
        Task<string> Prepare(params string[] options) => inContainer ? ByWorkers(options) : ByCommand(options);
        await Should.ThrowAsync<InvalidOperationException>(() => Prepare("--reason", "As of noon"));
        await Should.ThrowAsync<InvalidOperationException>(() => Prepare("--yes"));
        (await State()).ShouldBe("0 restores, 1 signed in, 0 put off, next number 1");

        var words = await Prepare("--reason", "It's as of noon", "--yes");

        words.ShouldContain("Everybody has to sign in again.");
        words.ShouldContain("Changes that are being applied go on in 15 minutes");
        (await State()).ShouldBe("1 restores, 0 signed in, 1 put off, next number 100001");
        (await Scalar("select actor || ': ' || words from audit_event where kind = 'store.restored'")).ShouldBe(
            "restore: The store was restored by PostgreSQL's own means. Reason: It's as of noon"
        );
    }

    [Theory]
    [InlineData("portal-web", true)]
    [InlineData("portal-workers", false)]
    public async Task It_is_refused_while_web_or_workers_are_connected(string program, bool inContainer)
    {
        var process = new RunningProcess(program, "0.9.0", DateTimeOffset.UnixEpoch, "host-1");
        var address = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            ApplicationName = process.InWords,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        string[] options = ["--reason", "As of noon", "--yes"];

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            inContainer ? ByWorkers(options) : ByCommand(options)
        );

        refused.Message.ShouldContain($"the store is in use: {program} on host-1. Stop web and workers first");
        (await State()).ShouldStartWith("0 restores, 1 signed in");
    }

    /// <summary>The workers' assembly carries them, and the images are built from what the Dockerfile copies.</summary>
    [Fact]
    public void The_images_are_built_with_what_it_carries_out()
    {
        File.ReadAllText(Repository.PathOf("Dockerfile"))
            .ShouldContain($"COPY {string.Join(' ', Carried.Select(name => $"setup/{name}"))} setup/\n");
        typeof(RestoredCommand)
            .Assembly.GetManifestResourceNames()
            .ShouldBe(Carried.Select(name => $"setup/{name}"), ignoreOrder: true);
    }

    private async Task<string> ByWorkers(string[] options)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["ConnectionStrings:PortalOwner"] = _database.ConnectionString,
                }
            )
            .Build();
        await using var words = new StringWriter();
        return await RestoredCommand.Run(configuration, options, words, CancellationToken.None) == 0
            ? words.ToString()
            : throw new InvalidOperationException(words.ToString());
    }

    private Task<string> ByCommand(string[] options) =>
        BackupCommand.Run(
            _database.ConnectionString,
            _folder,
            ["restored", .. options, "--store", BackupCommand.Place(_database.ConnectionString)]
        );

    private Task<string> State() =>
        Scalar(
            """
            select format('%s restores, %s signed in, %s put off, next number %s',
                (select count(*) from audit_event where kind = 'store.restored'),
                (select count(*) from browser_session where ended_at is null),
                (select count(*) from due where due_at > now() + interval '23 hours'),
                (select coalesce(last_value, 0) + 1 from pg_sequences where sequencename = 'apply_run_id_seq'))
            """
        );

    private async Task<string> Scalar(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
