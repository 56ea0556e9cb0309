using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Engines.Secrets;
using Portal.Tests.Clusters;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>The process itself: with a sign-in without a password it ends where others could reach it, and says why.</summary>
public sealed class RefusedStartTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IDisposable
{
    private const string Override = "Portal:Identity:AllowEmbeddedBeyondLoopback=true";
    private readonly RunFolder _folder = AppProcess.Folder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_does_not_start_where_configuration_opens_it()
    {
        var (code, said) = await Run(("ASPNETCORE_URLS", $"http://0.0.0.0:{FreePorts.One()}"));

        code.ShouldBe(1);
        said.ShouldContain("web listens beyond this machine (http://0.0.0.0:");
        said.ShouldContain(Override);
    }

    [Fact]
    public async Task It_does_not_serve_where_only_what_is_bound_tells()
    {
        // Endpoints of Kestrel's own overrule the host's addresses, unless the host's are preferred.
        var port = FreePorts.One();
        var (code, said) = await Run(
            ("Kestrel__Endpoints__Inside__Url", $"http://127.0.0.1:{port}"),
            ("ASPNETCORE_URLS", $"http://0.0.0.0:{port}"),
            ("ASPNETCORE_PREFERHOSTINGURLS", "true")
        );

        code.ShouldBe(1);
        said.ShouldContain("Now listening on", Case.Sensitive, "it was bound before it was known");
        said.ShouldContain(Override);
    }

    [LongFact]
    public async Task It_does_not_start_behind_a_proxy()
    {
        var (code, said) = await Run(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePorts.One()}"),
            ("Portal__Proxy__KnownProxies__0", "127.0.0.1")
        );

        code.ShouldBe(1);
        said.ShouldContain("web is configured to sit behind a proxy");
        said.ShouldContain(Override);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_keeps_it_from_starting_in_words()
    {
        var (code, said) = await Run(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePorts.One()}"),
            ("Portal__Proxy__KnownProxies__0", "proxy.example")
        );

        code.ShouldNotBe(0);
        said.ShouldContain("Portal:Proxy:KnownProxies: “proxy.example” is not an IP address.");
    }

    [Fact]
    public async Task Open_pages_that_would_be_looked_after_less_than_once_a_minute_keep_it_from_starting()
    {
        var (code, said) = await Run(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePorts.One()}"),
            ("Portal__Identity__RecheckEvery", "00:01:01")
        );

        code.ShouldNotBe(0);
        said.ShouldContain("RecheckEvery must be between 00:00:00.1");
    }

    [LongFact]
    public async Task Keys_in_the_store_keep_it_from_starting_without_a_certificate()
    {
        var (code, said) = await Run(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePorts.One()}"),
            ("Portal__KeysIn", "Store")
        );

        code.ShouldNotBe(0);
        said.ShouldContain("Portal:KeysIn is Store, and Portal:KeysCertificate isn't set");
    }

    [LongFact]
    public async Task Keys_in_the_store_that_its_certificate_does_not_open_end_it()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        var sealing = new SecretOptions
        {
            KeysDirectory = Path.Combine(_folder.Path, "keys"),
            KeysIn = KeyPlace.Store,
            KeysCertificate = KeyCertificate.In(_folder.Path, "lost.pem"),
        };
        new SecretVault(new KeyStorage(Options.Create(sealing), store)).Seal("x");

        var (code, said) = await Run(
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePorts.One()}"),
            ("Portal__KeysIn", "Store"),
            ("Portal__KeysCertificate", KeyCertificate.In(_folder.Path, "other.pem"))
        );

        code.ShouldBe(1);
        said.ShouldContain("keys in the store are encrypted with another certificate (key-");
    }

    private async Task<(int Code, string Said)> Run(params (string Name, string Value)[] environment)
    {
        var settings = environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
        settings["ConnectionStrings__Portal"] = database.ConnectionString;
        settings["Portal__KeysDirectory"] = Path.Combine(_folder.Path, "keys");
        settings["Portal__Identity__Mode"] = "Embedded";
        using var web = AppProcess.Start(_folder, "Portal.Web", settings);
        return (await web.Ended(), web.Log);
    }
}
