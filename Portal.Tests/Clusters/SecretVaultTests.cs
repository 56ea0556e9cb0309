using Microsoft.Extensions.Options;
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

    private static SecretVault Vault(string keys) => new(Options.Create(new SecretOptions { KeysDirectory = keys }));
}
