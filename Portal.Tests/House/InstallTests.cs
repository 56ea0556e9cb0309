using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>What <c>./portal test</c> does to a machine that lacks nginx and haproxy, with a package manager that only says what it was told.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_proxy_is_installed_without_its_service_being_started_or_enabled()
    {
        var said = await Install("nginx", "haproxy", "kcat");

        said.ShouldContain("install -y --no-install-recommends nginx haproxy kcat");
        said.ShouldContain("nginx.service may start: 101");
        said.ShouldContain("haproxy may start: 101");
        said.ShouldContain("postgresql.service may start: 0", Case.Sensitive, "others aren't held back");
        said.ShouldContain("update-rc.d nginx disable");
        said.ShouldContain("update-rc.d haproxy disable");
        said.ShouldNotContain("kcat disable");
        File.Exists(Policy).ShouldBeFalse("it counts while packages are installed, and no longer");
    }

    [Fact]
    public async Task Somebody_else_s_answer_to_services_that_want_to_start_stays_as_it_is()
    {
        await Program("policy-rc.d", "exit 7");
        var before = await File.ReadAllTextAsync(Policy);

        (await Install("nginx")).ShouldContain("nginx.service may start: 7");

        (await File.ReadAllTextAsync(Policy)).ShouldBe(before);
    }

    [Fact]
    public async Task Where_nobody_may_install_the_way_out_switches_the_services_off()
    {
        await Program("sudo", "exit 1");
        await Program("id", "echo 1000");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Install("nginx", "kcat"));

        refused.Message.ShouldContain("sudo apt-get install 'nginx' 'kcat'; sudo systemctl disable --now nginx");
    }

    private string Policy => Path.Combine(_folder, "policy-rc.d");

    private async Task<string> Install(params string[] packages)
    {
        var log = Path.Combine(_folder, "said");
        await Program(
            "apt-get",
            $"""
            echo "apt-get $*" >> {log}
            [ "$1" = install ] || exit 0
            for service in nginx.service haproxy postgresql.service; do
              {Policy} $service start; echo "$service may start: $?" >> {log}
            done
            """
        );
        await Program("update-rc.d", $"echo \"update-rc.d $*\" >> {log}");
        await Program("systemctl", $"echo \"systemctl $*\" >> {log}");
        if (!File.Exists(Path.Combine(_folder, "sudo")))
        {
            await Program("sudo", "shift; exec \"$@\"");
        }

        const string Script = """
            set -euo pipefail
            root="$1"
            for part in say machine services; do source "$root/setup/$part.sh"; done
            service_policy="$2" PORTAL_YES=1
            no_default_store() { :; }
            install_packages "${@:3}"
            """;
        await Command.Run(
            "env",
            [
                $"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}",
                "bash",
                "-c",
                Script,
                "bash",
                Repository.Root,
                Policy,
                .. packages,
            ]
        );
        return await File.ReadAllTextAsync(log);
    }

    private async Task Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
