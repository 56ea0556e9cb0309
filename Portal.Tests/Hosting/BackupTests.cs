using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Secrets;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.Hosting;

/// <summary>A store that people are at work in, and a backup of it, made by the one command.</summary>
public sealed class BackedUpStore : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-backup-").FullName;
    private PostgresDatabase _database = null!;

    public WorkerWorld World { get; private set; } = null!;

    public ChangeId Waiting { get; private set; }

    public ChangeId Unplanned { get; private set; }

    public string Backup => Path.Combine(_folder, "backup");

    public string Said { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        World = await WorkerWorld.Over(_database.ConnectionString);
        await World.Manage("orders", 3);
        Waiting = await World.Ask(WorkerWorld.Update("orders", 6));
        await World.PlanAll();
        Unplanned = await World.Ask(WorkerWorld.Create("invoices"));
        var sealing = new SecretVault(new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = World.Keys })));
        await using (var store = NpgsqlDataSource.Create(_database.ConnectionString))
        {
            await using var secret = store.CreateCommand(
                "insert into secret (protected, created_at) values ($1, now())"
            );
            secret.Parameters.AddWithValue(sealing.Seal("hunter2"));
            await secret.ExecuteNonQueryAsync();
            await using var session = store.CreateCommand(
                """
                insert into browser_session (key_hash, person_id, sign_in, started_at, expires_at)
                select '\x01', min(id), 'embedded', now(), now() + interval '12 hours' from person
                """
            );
            await session.ExecuteNonQueryAsync();
        }

        var heads = new AuditHeadFile(Options.Create(new SecretOptions { KeysDirectory = World.Keys }));
        await new AuditSealer(World.Stores, heads, TimeProvider.System, NullLogger<AuditSealer>.Instance).Seal(default);
        await File.WriteAllTextAsync(Path.Combine(World.Keys, "store.pgpass"), "*:*:*:portal_app:not for a backup\n");
        Said = await BackupCommand.Run(
            _database.ConnectionString,
            _folder,
            ["backup", Backup, "--store", BackupCommand.Place(_database.ConnectionString), "--keys", World.Keys]
        );
    }

    /// <summary>A copy that a test may spoil.</summary>
    public async Task<string> Copy()
    {
        var copy = Path.Combine(_folder, Path.GetRandomFileName());
        await Command.Run("cp", "-r", Backup, copy);
        await Command.Run("cp", "-r", $"{Backup}.keys", $"{copy}.keys");
        return copy;
    }

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>Restores into a database of the tests' server.</summary>
    public Task<string> Restore(string backup, string connection, string keys, params string[] also) =>
        BackupCommand.Run(
            connection,
            _folder,
            ["restore", backup, "--store", BackupCommand.Place(connection), "--keys", keys, .. also]
        );

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What a backup is good for, and what a restore refuses without having changed anything.</summary>
public sealed class BackupTests(BackedUpStore backed) : IClassFixture<BackedUpStore>
{
    [LongFact]
    public async Task What_was_open_is_carried_on_from_a_restored_store_on_another_port()
    {
        var port = FreePorts.Block(0, 1);
        using var state = RunFolder.For(
            "restored",
            "bash",
            "-c",
            $"""{Repository.PathOf("setup", "postgres.sh")} stop "$1/store" """,
            "bash"
        );
        Task<string> Here(params string[] words) =>
            Command.Run("env", [$"PORTAL_PORT={port}", $"PORTAL_STATE={state.Path}", BackupCommand.Script, .. words]);

        var said = await Here("restore", backed.Backup);

        said.ShouldContain($"Restored: 127.0.0.1:{port + 1}/portal as of ");
        (await Here("version")).ShouldContain("store       stopped");
        await Command.Run(Repository.PathOf("setup", "postgres.sh"), "start", $"{state.Path}/store", $"{port + 1}");
        (await Here("version")).ShouldContain("to apply    nothing");
        var restored = new NpgsqlConnectionStringBuilder(backed.World.Store)
        {
            Port = port + 1,
            Database = "portal",
            Password = await File.ReadAllTextAsync($"{state.Path}/store/password"),
        }.ConnectionString;
        await using var before = NpgsqlDataSource.Create(backed.World.Store);
        await using var after = NpgsqlDataSource.Create(restored);
        await TheSameRows(before, after);
        await using var world = await WorkerWorld.Beside(backed.World, restored);
        await world.Approve(backed.Waiting);
        await world.ApplyAll();
        (await world.View(backed.Waiting)).Row.State.ShouldBe(ChangeState.Applied);
        (await world.Live("orders"))!.Partitions.ShouldBe(6);
        await using var newest = after.CreateCommand("select max(id) from apply_run");
        ((long)(await newest.ExecuteScalarAsync())!).ShouldBeGreaterThan(100_000, "no number is given twice");
        await world.PlanAll();
        (await world.View(backed.Unplanned)).Plan.ShouldBeNull("there is time to withdraw it");
        await Execute(after, "update planning_run set retry_at = now()");
        await world.PlanAll();
        (await world.View(backed.Unplanned)).Plan.ShouldNotBeNull();
        await ThePasswordOpensWithItsKeysAlone(after, Path.Combine(state.Path, "keys"));
        var heads = new AuditHeadFile(Options.Create(new SecretOptions { KeysDirectory = $"{state.Path}/keys" }));
        var log = await new AuditCheck(world.Stores, heads).Run(default);
        log.Faults.ShouldBeEmpty();
        log.Head.ShouldNotBeNull();
        await Execute(after, $"delete from migration where number = {Migration.All[^1].Number}");
        (await Here("version")).ShouldContain($"to apply    {Migration.All[^1].Name}");
    }

    [Fact]
    public void The_keys_lie_apart_and_nothing_of_them_is_in_the_dump_s_folder()
    {
        backed.Said.ShouldContain("Keep the two in different places");
        Files(backed.Backup).ShouldBe(["manifest.json", "store.dump"]);
        Files($"{backed.Backup}.keys").ShouldBe(["keys.tar"]);
        var dump = File.ReadAllBytes(Path.Combine(backed.Backup, "store.dump"));
        foreach (var key in Directory.GetFiles(backed.World.Keys, "key-*.xml"))
        {
            var id = Path.GetFileNameWithoutExtension(key)["key-".Length..];
            dump.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(id)).ShouldBe(-1);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(backed.Backup)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task The_password_of_this_machine_s_store_stays_here()
    {
        var listed = await Command.Run("tar", "-tf", $"{backed.Backup}.keys/keys.tar");

        listed.ShouldContain("audit-key.pem");
        listed.ShouldContain("key-");
        listed.ShouldNotContain("pgpass");
    }

    [Theory]
    [InlineData("truncate -s -1000 $1/store.dump", "store.dump is damaged")]
    [InlineData("printf x >> $1.keys/keys.tar", "keys.tar is damaged")]
    [InlineData("rm $1/manifest.json", "is no backup")]
    [InlineData("rm -r $1.keys", "keys.tar is missing")]
    [InlineData(
        "sed -i 's/\"migration\": \"[^\"]*\"/\"migration\": \"9000_later.sql\"/' $1/manifest.json",
        "is newer than this version: it has 9000_later.sql"
    )]
    [InlineData("sed -i 's/\"format\": 1/\"format\": 2/' $1/manifest.json", "was written in format 2")]
    public async Task What_is_damaged_incomplete_or_newer_is_refused_before_anything_is_changed(
        string spoil,
        string inWords
    )
    {
        var copy = await backed.Copy();
        await Command.Run("bash", "-c", spoil, "bash", copy);
        var (database, store) = await Target();

        var refused = await Refused(() => backed.Restore(copy, database, backed.Folder("keys"), "--replace"));

        refused.ShouldContain(inWords);
        (await Databases(store, new NpgsqlConnectionStringBuilder(database).Database!)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dump_that_breaks_off_in_the_middle_leaves_the_store_that_was_there()
    {
        var copy = await backed.Copy();
        // As if it had been taken so: the checksum is that of what is left.
        await Command.Run(
            "bash",
            "-c",
            """
            size=$(stat -c %s $1/store.dump); truncate -s $((size * 2 / 3)) $1/store.dump
            sed -i "s/\"store.dump\": \"[^\"]*\"/\"store.dump\": \"$(sha256sum $1/store.dump | cut -d ' ' -f 1)\"/" $1/manifest.json
            """,
            "bash",
            copy
        );
        var target = await PostgresDatabase.Create();
        var keys = backed.Folder("untouched");
        var server = await PostgresServer.Shared;

        var refused = await Refused(() => backed.Restore(copy, target.ConnectionString, keys, "--replace"));

        refused.ShouldContain("nothing was changed");
        (await Databases(server, target.Name)).ShouldBe([target.Name]);
        Files(keys).ShouldBeEmpty();
        await target.DisposeAsync();
    }

    [Fact]
    public async Task A_store_that_is_not_empty_is_replaced_only_on_request_and_kept_under_another_name()
    {
        var target = await PostgresDatabase.Create();
        var server = await PostgresServer.Shared;
        var keys = backed.Folder("former");
        await File.WriteAllTextAsync(Path.Combine(keys, "audit-heads"), "of the former log\n");

        (await Refused(() => backed.Restore(backed.Backup, target.ConnectionString, keys))).ShouldContain(
            "isn't empty"
        );
        await using (var open = new NpgsqlConnection(target.ConnectionString + ";Pooling=false;Application Name=web"))
        {
            await open.OpenAsync();
            (
                await Refused(() => backed.Restore(backed.Backup, target.ConnectionString, keys, "--replace"))
            ).ShouldContain("the store is in use: web");
        }

        (await Databases(server, target.Name)).ShouldBe([target.Name]);
        await backed.Restore(backed.Backup, target.ConnectionString, keys, "--replace");

        var all = await Databases(server, target.Name);
        all.Count.ShouldBe(2);
        all[1].ShouldStartWith($"{target.Name}_before_");
        (await File.ReadAllTextAsync(Path.Combine(keys, "audit-heads"))).ShouldNotContain("former");
        Directory.GetFiles(keys, "audit-heads", SearchOption.AllDirectories).Length.ShouldBe(2);
        await server.Execute($"drop database {all[1]}");
        await target.DisposeAsync();
    }

    [Fact]
    public async Task A_database_of_something_else_is_not_empty_whatever_its_schema()
    {
        var (target, server) = await Target();
        var name = new NpgsqlConnectionStringBuilder(target).Database!;
        await server.Execute($"create database {name}");
        await using (var other = NpgsqlDataSource.Create(target + ";Pooling=false"))
        {
            await Execute(other, "create schema sales");
            await Execute(other, "create view sales.today as select now()");
        }

        (await Refused(() => backed.Restore(backed.Backup, target, backed.Folder("keys")))).ShouldContain(
            "isn't empty"
        );
        (await Databases(server, name)).ShouldBe([name]);
        await server.Execute($"drop database {name}");
    }

    private static async Task<(string Connection, PostgresServer Server)> Target()
    {
        var server = await PostgresServer.Shared;
        return (server.ConnectionTo($"refused_{Path.GetRandomFileName()[..8]}"), server);
    }

    // All of them but those that a restore adds to: the log, the sessions that it ends, and what is planned later.
    private static async Task TheSameRows(NpgsqlDataSource before, NpgsqlDataSource after)
    {
        var tables = await Column(
            before,
            "select relname from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by 1"
        );
        tables.Count.ShouldBeGreaterThan(40);
        foreach (var table in tables.Except(["audit_event", "browser_session", "planning_run"]))
        {
            var rows = $"select coalesce(md5(string_agg(t::text, ';' order by t::text)), '') from {table} t";
            (await Column(after, rows)).ShouldBe(await Column(before, rows), table);
        }

        const string events = "select count(*)::text from audit_event where kind <> 'store.restored'";
        (await Column(after, events)).ShouldBe(await Column(before, events));
        (await Column(after, "select words from audit_event where kind = 'store.restored'"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("The store was restored from a backup of ");
        (await Column(after, "select count(*)::text from browser_session where ended_at is null")).ShouldBe(["0"]);
    }

    private async Task ThePasswordOpensWithItsKeysAlone(NpgsqlDataSource store, string keys)
    {
        await using var command = store.CreateCommand("select protected from secret");
        var secret = (byte[])(await command.ExecuteScalarAsync())!;
        SecretVault Vault(string folder) =>
            new(new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = folder })));

        Vault(keys).Open(secret).ShouldBe("hunter2");
        Should.Throw<EngineException>(() => Vault(backed.Folder("others")).Open(secret));
    }

    private static async Task<List<string>> Databases(PostgresServer server, string name)
    {
        await using var store = NpgsqlDataSource.Create(server.ConnectionTo("postgres") + ";Pooling=false");
        return await Column(store, $"select datname::text from pg_database where datname like '{name}%' order by 1");
    }

    private static async Task<List<string>> Column(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task Execute(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> Refused(Func<Task> act) =>
        (await Should.ThrowAsync<InvalidOperationException>(act)).Message;

    private static string[] Files(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order()];
}
