using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>
/// Which store a restore is for, and whether <c>./portal up</c> brings the demo after it: what was restored decides that, not what ran here before.
/// </summary>
public sealed class RestoreSettingsTests : IDisposable
{
    // A restore without what needs a store.
    private const string Script = """
        set -euo pipefail
        root="$1"
        for part in say settings parts backups; do source "$root/setup/$part.sh"; done
        source "$root/setup/commands/restore.sh"
        alive() { return 1; }
        choose_store() { load_settings; elsewhere="$1" keys="$state/keys" PGDATABASE=portal; }
        for act in need_whole_backup need_store_for load_dump swap_stores start_store part_stop restored_words; do eval "$act() { :; }"; done
        cmd_restore "${@:2}"
        """;

    private readonly string _state = Directory.CreateTempSubdirectory("portal-restore-").FullName;

    [Theory]
    [InlineData("", "1")]
    [InlineData("1", "")]
    [InlineData("1", "1")]
    public async Task A_restored_store_has_the_demo_or_not_as_its_backup_had(string before, string inBackup)
    {
        await Settings(before);

        await Restore(inBackup);

        (await File.ReadAllLinesAsync(Written)).ShouldBe(["port=23800", $"empty={inBackup}", "brokers=3"]);
    }

    [Fact]
    public async Task A_port_that_is_chosen_for_the_restore_is_not_kept()
    {
        await Settings("");

        await Restore("1", "23900");

        (await File.ReadAllLinesAsync(Written)).ShouldBe(["port=23800", "empty=1", "brokers=3"]);
    }

    [Fact]
    public async Task A_machine_that_had_none_before_has_its_settings_from_the_backup()
    {
        await Restore("1");

        (await File.ReadAllLinesAsync(Written)).ShouldContain("empty=1");
    }

    [Fact]
    public async Task A_restore_into_another_store_leaves_the_one_of_up_as_it_is()
    {
        await Settings("");

        await Restore("1", "", "--store", "db.example.com:5432/portal");

        (await File.ReadAllLinesAsync(Written)).ShouldContain("empty=");
    }

    [Fact]
    public async Task A_store_that_is_there_is_the_store_also_for_root_where_PostgreSQL_s_own_user_can_not_reach_it()
    {
        const string Where = """
            set -euo pipefail
            root="$1"
            for part in say settings; do source "$root/setup/$part.sh"; done
            runuser() { return 1; }
            store_folder
            """;
        Directory.CreateDirectory(Path.Combine(_state, "store", "data"));

        (await Command.Run("env", $"PORTAL_STATE={_state}", "bash", "-c", Where, "bash", Repository.Root)).ShouldBe(
            Path.Combine(_state, "store")
        );
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status --json")]
    [InlineData("logs")]
    [InlineData("logs store")]
    [InlineData("down")]
    [InlineData("down --forget --yes")]
    public async Task Of_two_stores_root_takes_neither_and_names_both(string command)
    {
        const string AsRoot = """
            set -euo pipefail
            root="$1" other="$2"
            for part in say settings parts run watch "commands/$3"; do source "$root/setup/$part.sh"; done
            is_root() { return 0; }
            runuser() { return 1; }
            store_apart() { printf '%s' "$other"; }
            "cmd_$3" "${@:4}"
            """;
        string[] stores = [Path.Combine(_state, "store"), Path.Combine(_state, "apart")];
        foreach (var store in stores)
        {
            Directory.CreateDirectory(Path.Combine(store, "data"));
        }

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(
                "env",
                [
                    $"PORTAL_STATE={_state}",
                    "bash",
                    "-c",
                    AsRoot,
                    "bash",
                    Repository.Root,
                    stores[1],
                    .. command.Split(' '),
                ]
            )
        );

        refused.Message.ShouldContain($"there are two stores, {stores[0]} and {stores[1]}");
        refused.Message.ShouldNotContain("stopped");
        stores.ShouldAllBe(store => Directory.Exists(Path.Combine(store, "data")));
        Directory.Exists(Path.Combine(_state, "keys")).ShouldBeTrue();
    }

    /// <summary>Root runs PostgreSQL as whose store it is; another user could not open it, and its log would be theirs from then on.</summary>
    [Fact]
    public async Task Root_starts_a_store_as_the_user_who_made_it_or_leaves_it_as_it_is()
    {
        var store = Path.Combine(_state, "store");
        Directory.CreateDirectory(Path.Combine(store, "data"));
        await File.WriteAllTextAsync(Path.Combine(store, "data", "PG_VERSION"), "15\n");
        var programs = Directory.CreateDirectory(Path.Combine(_state, "programs")).FullName;
        foreach (var (name, does) in new[] { ("id", "echo 0"), ("runuser", "exit 1") })
        {
            await File.WriteAllTextAsync(Path.Combine(programs, name), $"#!/bin/sh\n{does}\n");
            await Command.Run("chmod", "+x", Path.Combine(programs, name));
        }

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(
                "env",
                $"PATH={programs}:{Environment.GetEnvironmentVariable("PATH")}",
                Repository.PathOf("setup", "postgres.sh"),
                "start",
                store,
                "23801"
            )
        );

        refused.Message.ShouldContain($"{store}/data can't be reached by the user {Environment.UserName}");
        Directory.GetFileSystemEntries(store).ShouldBe([Path.Combine(store, "data")]);
    }

    public void Dispose() => Directory.Delete(_state, recursive: true);

    private string Written => Path.Combine(_state, "settings");

    private Task Settings(string empty) => File.WriteAllTextAsync(Written, $"port=23800\nempty={empty}\nbrokers=3\n");

    private async Task Restore(string empty, string port = "", params string[] also)
    {
        var backup = Directory.CreateDirectory(Path.Combine(_state, "backup")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(backup, "manifest.json"),
            $$"""
            {
              "takenAt": "2026-11-22T06:00:00Z",
              "empty": "{{empty}}"
            }
            """
        );
        await Command.Run(
            "env",
            [
                $"PORTAL_PORT={port}",
                $"PORTAL_STATE={_state}",
                "bash",
                "-c",
                Script,
                "bash",
                Repository.Root,
                backup,
                "--without-keys",
                .. also,
            ]
        );
    }
}
