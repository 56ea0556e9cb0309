using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Engines;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;

namespace Portal.Tests.Clusters;

/// <summary>Data Protection's keys as rows of the store, encrypted with a certificate.</summary>
public sealed class KeysInStoreTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-keys-").FullName;
    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _store = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_one_process_sealed_another_opens_with_the_certificate_and_without_any_file_of_keys()
    {
        var certificate = KeyCertificate.In(_folder, "keys.pem");
        var secret = Vault("web", certificate).Seal("hunter2");

        Vault("workers", certificate).Open(secret).ShouldBe("hunter2");
        Directory.GetFiles(Path.Combine(_folder, "web"), "key-*.xml").ShouldBeEmpty();
        var rows = await Rows();
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(xml => xml.Contains("encryptedSecret") && !xml.Contains("<value>"));
    }

    [Fact]
    public async Task Keys_of_the_directory_move_into_the_store_and_what_they_sealed_opens()
    {
        var keys = Path.Combine(_folder, "keys");
        var before = Vault(new SecretOptions { KeysDirectory = keys }).Seal("hunter2");
        var certificate = KeyCertificate.In(_folder, "keys.pem");

        var moved = Vault("keys", certificate);

        moved.Open(before).ShouldBe("hunter2");
        (await Rows()).ShouldAllBe(xml => !xml.Contains("<value>"));
        var left = Directory.GetFiles(keys, "key-*.xml").ShouldHaveSingleItem();
        File.ReadAllText(left).ShouldNotContain("<value>", Case.Sensitive, "what is left there opens nothing either");
        File.Delete(left);
        Vault("keys", certificate).Open(before).ShouldBe("hunter2");
        Vault("keys", certificate).Open(moved.Seal("hunter3")).ShouldBe("hunter3");
    }

    [Fact]
    public async Task Another_certificate_takes_over_at_one_start_with_the_former_one_beside_it()
    {
        var first = KeyCertificate.In(_folder, "first.pem");
        var secret = Vault("keys", first).Seal("hunter2");
        var second = KeyCertificate.In(_folder, "second.pem");

        Should
            .Throw<KeyCertificateException>(() => Vault("keys", second).Open(secret))
            .Message.ShouldContain("keys in the store are encrypted with another certificate (key-");
        Vault("keys", second, first).Open(secret).ShouldBe("hunter2");
        File.Delete(first);

        Vault("keys", second).Open(secret).ShouldBe("hunter2");
        (await Rows()).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_store_refuses_a_key_in_the_clear()
    {
        var keys = Path.Combine(_folder, "keys");
        Vault(new SecretOptions { KeysDirectory = keys }).Seal("x");
        await using var insert = _store.CreateCommand(
            "insert into data_protection_key (name, xml) values ('key-x', $1)"
        );
        insert.Parameters.AddWithValue(File.ReadAllText(Directory.GetFiles(keys, "key-*.xml").Single()));

        (await Should.ThrowAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState.ShouldBe(
            PostgresErrorCodes.CheckViolation
        );
    }

    [Fact]
    public void Without_a_certificate_it_is_refused_in_words() =>
        new SecretOptionsCheck()
            .Validate(null, new() { KeysDirectory = Path.Combine(_folder, "keys"), KeysIn = KeyPlace.Store })
            .FailureMessage.ShouldNotBeNull()
            .ShouldContain("Portal:KeysIn is Store, and Portal:KeysCertificate isn't set");

    private async Task<List<string>> Rows()
    {
        await using var command = _store.CreateCommand("select xml from data_protection_key");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private SecretVault Vault(string keys, string certificate, params string[] former) =>
        Vault(
            new SecretOptions
            {
                KeysDirectory = Path.Combine(_folder, keys),
                KeysIn = KeyPlace.Store,
                KeysCertificate = certificate,
                FormerKeysCertificates = former,
            }
        );

    private SecretVault Vault(SecretOptions options) => new(new KeyStorage(Options.Create(options), _store));
}
