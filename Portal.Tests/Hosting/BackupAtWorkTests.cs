using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.Hosting;

/// <summary>Nothing has to stop for a backup: changes are carried out and passwords set, with keys that come meanwhile.</summary>
public sealed class BackupAtWorkTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-backup-at-work-").FullName;
    private PostgresDatabase _database = null!;
    private WorkerWorld _world = null!;
    private AuditHeadFile _heads = null!;
    private int _changes;
    private int _passwords;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _world = await WorkerWorld.Over(_database.ConnectionString);
        _heads = new(Options.Create(new SecretOptions { KeysDirectory = _world.Keys }));
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [LongFact]
    public async Task What_is_in_it_is_of_one_moment_its_log_holds_and_its_keys_open_every_password()
    {
        using var enough = new CancellationTokenSource();
        var work = Task.WhenAll(CarryChanges(enough.Token), SetPasswords(enough.Token));
        await Deadline.Until(() => (_changes > 1 && _passwords > 5) || work.IsCompleted);
        var (before, passwords) = (_changes, _passwords);
        await Run(["backup", Backup], _database.ConnectionString, _world.Keys);
        var after = _changes + _passwords;
        await enough.CancelAsync();
        await work;
        after.ShouldBeGreaterThan(before + passwords, "work waited for the backup");

        var server = await PostgresServer.Shared;
        var name = $"{_database.Name}_of_work";
        var keys = Directory.CreateDirectory(Path.Combine(_folder, "keys")).FullName;
        await Run(["restore", Backup], server.ConnectionTo(name), keys);
        await using (var world = await WorkerWorld.Beside(_world, server.ConnectionTo(name)))
        {
            await IsOfOneMoment(world, before);
            await EveryPasswordOpens(world, keys);
            var heads = new AuditHeadFile(Options.Create(new SecretOptions { KeysDirectory = keys }));
            var log = await new AuditCheck(world.Stores, heads).Run(default);
            log.Faults.ShouldBeEmpty();
            log.Head.ShouldNotBeNull().Number.ShouldBeGreaterThan(1);
        }

        await server.Execute($"drop database {name} with (force)");
    }

    private string Backup => Path.Combine(_folder, "backup");

    private Task<string> Run(string[] words, string connection, string keys) =>
        BackupCommand.Run(connection, _folder, [.. words, "--store", BackupCommand.Place(connection), "--keys", keys]);

    private async Task CarryChanges(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await _world.Carry(WorkerWorld.Create($"work-{_changes}"));
            _changes++;
        }
    }

    // Each with a key of its own: one that is not yet there when the backup begins has to be in it, if what it sealed is. And each is noted and the log
    // signed: a head that is in the backup has to be of what is in it.
    private async Task SetPasswords(CancellationToken enough)
    {
        await using var store = NpgsqlDataSource.Create(_database.ConnectionString);
        var sealer = new AuditSealer(_world.Stores, _heads, new MinuteClock(), NullLogger<AuditSealer>.Instance);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!enough.IsCancellationRequested)
        {
            NewKey();
            await using var secret = store.CreateCommand(
                "insert into secret (protected, created_at) values ($1, now())"
            );
            secret.Parameters.AddWithValue(Vault(_world.Keys).Seal($"password {_passwords}"));
            await secret.ExecuteNonQueryAsync(CancellationToken.None);
            await Note();
            await sealer.Seal(CancellationToken.None);
            _passwords++;
            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task Note()
    {
        await using var db = await _world.Open();
        db.Add(
            new AuditEvent
            {
                At = TimeProvider.System.GetUtcNow(),
                Actor = new Actor("ada", ActorVia.Page),
                Kind = "cluster.edited",
                Words = "A password was set.",
            }
        );
        await db.SaveChangesAsync();
    }

    private void NewKey()
    {
        var services = new ServiceCollection();
        services
            .AddDataProtection()
            .SetApplicationName(SecretOptions.ApplicationName)
            .PersistKeysToFileSystem(new DirectoryInfo(_world.Keys));
        using var provider = services.BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        provider.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
    }

    private static SecretVault Vault(string keys) =>
        new(new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = keys })));

    // What one transaction wrote is there or not, in every table that it wrote to.
    private static async Task IsOfOneMoment(WorkerWorld world, int before)
    {
        await using var db = await world.Open();
        var applied = await db.Set<Change>()
            .Where(change => change.State == ChangeState.Applied)
            .OrderBy(change => change.Id)
            .Select(change => change.Resources.Select(r => r.Name).First())
            .ToListAsync();
        applied.Count.ShouldBeGreaterThanOrEqualTo(before);
        applied.ShouldBe(Enumerable.Range(0, applied.Count).Select(number => $"work-{number}"));
        (
            await db.Set<Resource>().OrderBy(resource => resource.Id).Select(resource => resource.Name).ToListAsync()
        ).ShouldBe(applied);
        (await db.Set<ApplyRun>().CountAsync(run => run.State == RunState.Applied)).ShouldBe(applied.Count);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "run.applied")).ShouldBe(applied.Count);
    }

    private async Task EveryPasswordOpens(WorkerWorld world, string keys)
    {
        await using var store = NpgsqlDataSource.Create(world.Store);
        await using var command = store.CreateCommand("select protected from secret order by id");
        await using var reader = await command.ExecuteReaderAsync();
        var (vault, read) = (Vault(keys), 0);
        while (await reader.ReadAsync())
        {
            vault.Open((byte[])reader[0]).ShouldBe($"password {read++}");
        }

        read.ShouldBeInRange(6, _passwords);
    }
}
