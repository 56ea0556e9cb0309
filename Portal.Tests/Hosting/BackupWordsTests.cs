using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>What <c>./portal backup</c> says about signing in to a store elsewhere, what a restore needs beside the two folders, and PostgreSQL's client.</summary>
public sealed class BackupWordsTests : IDisposable
{
    // A backup without what needs a store.
    private const string Script = """
        set -euo pipefail
        root="$1"
        for part in say settings parts backups; do source "$root/setup/$part.sh"; done
        source "$root/setup/commands/backup.sh"
        need_store() { :; }
        dump_store() { touch "$work/store.dump"; keys_in_dump=0; }
        write_manifest() { :; }
        cmd_backup "$2/backup" --store db.example.com:5432/portal --keys "$2/keys"
        """;

    // A part of a backup or a restore, with the versions of PostgreSQL's client and server.
    private const string Versions = """
        set -euo pipefail
        root="$1" installed="$3" running="$4"
        for part in say settings parts backups commands/backup commands/restore; do source "$root/setup/$part.sh"; done
        PGHOST=db.example.com PGPORT=5432 PGDATABASE=portal
        sign_in_here() { :; }
        query() { echo "${running}0004"; }
        pg_dump() { echo "pg_dump (PostgreSQL) $installed.4 (Debian $installed.4-1)"; }
        pg_restore() { echo "pg_restore (PostgreSQL) $installed.4"; }
        "$2" portal
        """;

    // The end of a restore without the keys' folder, with what the restored store has of its table of keys: none, or so many rows.
    private const string Restored = """
        set -euo pipefail
        root="$1" rows="$2"
        for part in say settings parts backups commands/restore; do source "$root/setup/$part.sh"; done
        PGHOST=db.example.com PGPORT=5432 PGDATABASE=portal elsewhere=1 keys_from=''
        field() { echo "$1"; }
        query() {
          case "$2" in
            *to_regclass*) [[ "$rows" == none ]] && echo f || echo t ;;
            *data_protection_key*) [[ "$rows" != none ]] && { ((rows > 0)) && echo t || echo f; } ;;
            *) echo 3 ;;
          esac
        }
        restored_words
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-backup-words-").FullName;

    public BackupWordsTests() => Directory.CreateDirectory(Path.Combine(_folder, "keys"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("<descriptor><encryptedSecret /></descriptor>", true)]
    [InlineData("<descriptor><masterKey /></descriptor>", false)]
    public async Task A_restore_of_keys_that_are_encrypted_needs_a_third_thing_that_is_named(string key, bool encrypted)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys", "key-1.xml"), key);

        var said = await Backup();

        said.ShouldContain("Keep the two in different places");
        said.Contains("its private key, which is not in this backup", StringComparison.Ordinal).ShouldBe(encrypted);
    }

    [Theory]
    [InlineData("644", "since others than its owner may use it (mode 644)")]
    [InlineData("440", "since others than its owner may use it (mode 440)")]
    [InlineData(null, "can't be read")]
    public async Task A_passfile_that_PostgreSQL_would_ignore_is_refused_before_anything_is_done(
        string? mode,
        string inWords
    )
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys", "key-1.xml"), "<descriptor />");
        var file = Path.Combine(_folder, "pgpass");
        if (mode is not null)
        {
            await File.WriteAllTextAsync(file, "*:*:*:portal:secret\n");
            await Command.Run("chmod", mode, file);
        }

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Backup(file));

        refused.Message.ShouldContain(inWords);
        Directory.GetFileSystemEntries(_folder, "backup*").ShouldBeEmpty();
        File.Delete(file);
        await File.WriteAllTextAsync(file, "*:*:*:portal:secret\n");
        await Command.Run("chmod", "600", file);
        (await Backup(file)).ShouldContain("Backup: ");
    }

    [Theory]
    [InlineData("dump_store", 18, 15)]
    [InlineData("need_store_for", 18, 15)]
    [InlineData("need_client", 18, 17)]
    [InlineData("need_client", 15, 18)]
    public async Task A_client_that_could_not_restore_is_refused(string part, int installed, int running)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => With(part, installed, running));

        refused.Message.ShouldContain(
            $"is of PostgreSQL {installed}, and the server at db.example.com:5432 of {running}"
        );
        refused.Message.ShouldContain($"apt-get install postgresql-client-{running}");
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(18, 18)]
    [InlineData(16, 15)]
    public Task A_client_that_restores_is_taken(int installed, int running) => With("need_client", installed, running);

    [Theory]
    [InlineData("none", true)]
    [InlineData("0", true)]
    [InlineData("2", false)]
    public async Task Passwords_are_to_be_entered_again_only_where_no_keys_came_with_the_dump(string rows, bool again)
    {
        var words = await Command.Run("bash", "-c", Restored, "bash", Repository.Root, rows);

        words.Contains("enter the clusters' passwords again", StringComparison.Ordinal).ShouldBe(again);
        words.ShouldContain("The audit log holds against no signed head from before.");
    }

    [Fact]
    public async Task A_restore_names_what_waits_for_a_day_and_what_needs_approval_again()
    {
        var words = await Command.Run("bash", "-c", Restored, "bash", Repository.Root, "none");

        words.ShouldContain("secret or access review: set again by then what was extended, pinned or answered since");
        words.ShouldContain("Grants on topics that were created again since stay for that day too");
        words.ShouldContain("Changes that were approved and not begun are planned again in 15 minutes");
        words.ShouldContain("Changes that are being applied go on in 15 minutes: abort by then what was aborted since");
    }

    private static Task<string> With(string part, int installed, int running) =>
        Command.Run("bash", "-c", Versions, "bash", Repository.Root, part, $"{installed}", $"{running}");

    private Task<string> Backup(string passfile = "") =>
        Command.Run(
            "env",
            "-u",
            "PGPASSWORD",
            $"PGPASSFILE={passfile}",
            $"PORTAL_STATE={_folder}/state",
            "bash",
            "-c",
            Script,
            "bash",
            Repository.Root,
            _folder
        );
}
