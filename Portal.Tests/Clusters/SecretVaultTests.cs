using System.Security.Cryptography.X509Certificates;
using Portal.Engines;
using Portal.Engines.Secrets;

namespace Portal.Tests.Clusters;

public sealed class SecretVaultTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("portal-keys-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_one_process_sealed_another_opens_also_when_each_made_keys_of_its_own()
    {
        SecretVault web = Vault(_directory),
            workers = Vault(_directory);
        var byWeb = web.Seal("hunter2");
        var byWorkers = workers.Seal("hunter3");

        workers.Open(byWeb).ShouldBe("hunter2");
        web.Open(byWorkers).ShouldBe("hunter3");
        byWeb.AsSpan().IndexOf("hunter2"u8).ShouldBe(-1);
    }

    [Fact]
    public void Keys_are_read_by_their_owner_alone()
    {
        var keys = Path.Combine(_directory, "made");
        Vault(keys).Seal("x");

        var others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        (OperatingSystem.IsWindows() || (File.GetUnixFileMode(keys) & others) == UnixFileMode.None).ShouldBeTrue();
    }

    [Fact]
    public void A_secret_that_was_erased_or_has_other_keys_is_final_with_what_to_do()
    {
        var vault = Vault(_directory);
        var foreign = Vault(Path.Combine(_directory, "other")).Seal("x");

        Should.Throw<EngineException>(() => vault.Open(null)).Fault.ShouldBe(EngineFault.Final);
        var unreadable = Should.Throw<EngineException>(() => vault.Open(foreign));
        unreadable.Fault.ShouldBe(EngineFault.Final);
        unreadable.Message.ShouldContain("Edit the cluster");
        Should.Throw<EngineException>(() => vault.Open([1, 2, 3])).Fault.ShouldBe(EngineFault.Final);
    }

    [Fact]
    public void A_secret_of_a_registration_that_was_just_read_is_erased_only_where_that_has_changed()
    {
        var vault = Vault(_directory);

        vault.OpenCurrent(vault.Seal("hunter2")).ShouldBe("hunter2");
        Should.Throw<EngineException>(() => vault.OpenCurrent(null)).Fault.ShouldBe(EngineFault.Transient);
        Should.Throw<EngineException>(() => vault.OpenCurrent([1, 2, 3])).Fault.ShouldBe(EngineFault.Final);
    }

    [Fact]
    public void With_a_certificate_nothing_lies_in_the_clear_and_what_was_sealed_before_opens()
    {
        var before = Vault(_directory).Seal("hunter2");
        KeysInTheClear().ShouldBe(1);
        var first = Certificate("first.pem");

        var guarded = Vault(_directory, first);

        guarded.Open(before).ShouldBe("hunter2");
        KeysInTheClear().ShouldBe(0);
        var after = guarded.Seal("hunter3");
        // Another certificate, with the former one beside it for one start; then without it.
        var second = Certificate("second.pfx", "changeit");
        Vault(_directory, second, "changeit", first).Open(after).ShouldBe("hunter3");
        File.Delete(first);
        var rotated = Vault(_directory, second, "changeit");
        rotated.Open(before).ShouldBe("hunter2");
        rotated.Open(after).ShouldBe("hunter3");
        foreach (var file in Directory.GetFiles(_directory, "key-*.xml"))
        {
            (
                OperatingSystem.IsWindows()
                || (File.GetUnixFileMode(file) & UnixFileMode.OtherWrite) == UnixFileMode.None
            ).ShouldBeTrue();
        }
    }

    [Fact]
    public void Without_the_certificate_a_copy_of_the_keys_opens_nothing()
    {
        var certificate = Certificate("keys.pem");
        var secret = Vault(_directory, certificate).Seal("hunter2");

        Should
            .Throw<EngineException>(() => Vault(_directory).Open(secret))
            .Message.ShouldContain("the certificate that they are encrypted with");
        var other = Certificate("other.pem");
        Should.Throw<EngineException>(() => Vault(_directory, other).Open(secret));
        foreach (var given in (string?[])[null, other])
        {
            new SecretOptionsCheck()
                .Validate(null, Options(_directory, given))
                .FailureMessage.ShouldNotBeNull()
                .ShouldContain("are encrypted with another certificate (key-");
        }

        foreach (var file in Directory.GetFiles(_directory, "key-*.xml"))
        {
            if (File.ReadAllText(file).Contains(Convert.ToBase64String(Raw(other)), StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        new SecretOptionsCheck().Validate(null, Options(_directory, certificate)).Succeeded.ShouldBeTrue();
        Vault(_directory, certificate).Open(secret).ShouldBe("hunter2");
    }

    [Theory]
    [InlineData("none.pem", null, "can't be read")]
    [InlineData("keys.pfx", "wrong", "neither a PKCS#12 file")]
    [InlineData("keys.crt", null, "neither a PKCS#12 file")]
    public void A_certificate_that_cannot_be_used_is_named_when_the_process_starts(
        string file,
        string? password,
        string words
    )
    {
        Certificate("keys.pfx", "right");
        File.WriteAllText(Path.Combine(_directory, "keys.crt"), "nothing of the kind");
        var options = Options(_directory, Path.Combine(_directory, file), password);

        new SecretOptionsCheck().Validate(null, options).FailureMessage.ShouldNotBeNull().ShouldContain(words);
    }

    private static byte[] Raw(string file)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(file);
        return certificate.RawData;
    }

    private int KeysInTheClear() =>
        Directory
            .GetFiles(_directory, "key-*.xml")
            .Count(file => File.ReadAllText(file).Contains("<value>", StringComparison.Ordinal));

    private string Certificate(string file, string? password = null) => KeyCertificate.In(_directory, file, password);

    private static SecretOptions Options(
        string keys,
        string? certificate = null,
        string? password = null,
        params string[] former
    ) =>
        new()
        {
            KeysDirectory = keys,
            KeysCertificate = certificate,
            KeysCertificatePassword = password,
            FormerKeysCertificates = former,
        };

    private static SecretVault Vault(
        string keys,
        string certificate,
        string? password = null,
        params string[] former
    ) => Vault(Options(keys, certificate, password, former));

    private static SecretVault Vault(string keys) => Vault(Options(keys));

    private static SecretVault Vault(SecretOptions options) =>
        new(new KeyStorage(Microsoft.Extensions.Options.Options.Create(options)));
}
