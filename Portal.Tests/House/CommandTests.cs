using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>The one command where nothing runs: what it says, and what it refuses.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("portal-state-").FullName;

    [Fact]
    public async Task Status_for_scripts_names_the_addresses_though_nothing_runs()
    {
        using var status = JsonDocument.Parse(await Portal("status", "--json"));

        status.RootElement.GetProperty("running").GetBoolean().ShouldBeFalse();
        status.RootElement.GetProperty("web").GetString().ShouldBe("http://127.0.0.1:8600");
        status.RootElement.GetProperty("kafka").GetString()!.Split(',').Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_chosen_port_moves_every_address()
    {
        var status = await Command.Run(
            "env",
            $"PORTAL_STATE={_state}",
            "PORTAL_PORT=23700",
            Script,
            "status",
            "--json"
        );

        status.ShouldContain("http://127.0.0.1:23700");
        status.ShouldContain("127.0.0.1:23710,127.0.0.1:23711,127.0.0.1:23712");
        status.ShouldContain("\"kafkaSasl\": \"127.0.0.1:23720,127.0.0.1:23721,127.0.0.1:23722\"");
    }

    [Fact]
    public async Task A_state_named_from_where_one_stands_is_the_same_folder_from_everywhere()
    {
        const string Where = "cd /tmp && PORTAL_STATE=here/state; source $0/setup/settings.sh; echo $state";

        (await Command.Run("bash", "-c", Where, Repository.Root)).Trim().ShouldBe("/tmp/here/state");
    }

    [Theory]
    [InlineData("up", "./portal up needs Linux")]
    [InlineData("apply", "which files?")]
    public async Task On_another_system_what_runs_only_on_Linux_says_so(string command, string words)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run("env", $"PORTAL_STATE={_state}", "OSTYPE=darwin24", Script, command)
        );

        refused.Message.ShouldContain(words);
    }

    [Fact]
    public Task Forgetting_asks_and_is_refused_when_nobody_can_answer() => Refused("add --yes", "down", "--forget");

    [Theory]
    [InlineData("y", "PORTAL_YES=", "went on")]
    [InlineData("n", "PORTAL_YES=", "nothing was changed")]
    [InlineData("", "PORTAL_YES=", "nothing was changed")]
    [InlineData("n", "PORTAL_YES=1", "went on")]
    public async Task The_system_is_changed_after_a_yes_of_whoever_is_at_the_terminal(
        string typed,
        string set,
        string then
    )
    {
        const string Ask =
            "source $0/setup/say.sh; source $0/setup/machine.sh; may_change_system 'install a package'; echo went on";
        var atATerminal =
            $"echo '{typed}' | script -qec \"{set} bash -c \\\"{Ask.Replace("$0", Repository.Root)}\\\"\" /dev/null || true";

        var told = await Command.Run("bash", "-c", atATerminal);

        told.ShouldContain(then);
        told.Contains("portal is about to install a package. Go on?").ShouldBe(set == "PORTAL_YES=");
        (await Command.Run("bash", "-c", Ask, Repository.Root))
            .Trim()
            .ShouldBe("went on", "nobody is at a terminal here");
    }

    [Fact]
    public Task A_token_is_refused_in_words_while_the_store_does_not_run() =>
        Refused("the store doesn't run", "token", "ada");

    [Fact]
    public Task An_unknown_word_is_answered_with_the_words_there_are() => Refused("there is no 'upp'", "upp");

    [Fact]
    public Task An_option_that_test_does_not_know_is_refused() => Refused("test doesn't know '--al'", "test", "--al");

    [Fact]
    public Task A_port_that_is_none_is_refused() => Refused("a port is a number", "up", "--port", "http");

    [Fact]
    public async Task An_SDK_that_is_too_old_is_named_with_the_way_out()
    {
        var old = Path.Combine(Directory.CreateDirectory(Path.Combine(_state, "old")).FullName, "dotnet");
        await File.WriteAllTextAsync(old, "#!/bin/sh\n[ \"$1\" = --list-sdks ] && echo '8.0.100 [/old]'\n");
        await Command.Run("chmod", "+x", old);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(
                "env",
                $"PORTAL_STATE={_state}",
                $"PATH={Path.GetDirectoryName(old)}:{Environment.GetEnvironmentVariable("PATH")}",
                Script,
                "up"
            )
        );
        refused.Message.ShouldContain("the .NET SDK is too old");
        refused.Message.ShouldContain("found 8.0.100");
        refused.Message.ShouldContain("install .NET SDK 10");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var told = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run("env", $"PORTAL_STATE={_state}", $"PORTAL_PORT={port}", Script, "doctor")
        );
        told.Message.ShouldContain($"port {port} (web) is taken by another program");
        told.Message.ShouldContain("choose another first port");
    }

    /// <summary>Production's cluster starts without the demo too.</summary>
    [Theory]
    [InlineData("prod_admin_port")]
    [InlineData("prod_registry_port")]
    [InlineData("prod_kafka_port")]
    [InlineData("prod_kafka_sasl_port")]
    public async Task A_port_of_production_that_is_taken_is_named_for_an_empty_portal_too(string port)
    {
        const string Ports = """
            set -euo pipefail
            root="$1"
            for part in say settings parts commands/up; do source "$root/setup/$part.sh"; done
            load_settings
            empty=1 taken="${!2}"
            listening() { [[ "$1" == "$taken" ]]; }
            need_ports
            """;

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run("env", $"PORTAL_STATE={_state}", "bash", "-c", Ports, "bash", Repository.Root, port)
        );

        refused.Message.ShouldContain("(cluster-prod) is taken by another program");
    }

    [Theory]
    [InlineData("export")]
    [InlineData("apply -f /dev/null --dry-run")]
    public async Task What_only_calls_a_portal_elsewhere_makes_no_state_here(string command)
    {
        var never = Path.Combine(_state, "never");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(
                "env",
                [
                    $"PORTAL_STATE={never}",
                    "PORTAL_URL=http://127.0.0.1:1",
                    "PORTAL_TOKEN=none",
                    Script,
                    .. command.Split(' '),
                ]
            )
        );

        refused.Message.ShouldContain("http://127.0.0.1:1 refused, or doesn't answer");
        Directory.Exists(never).ShouldBeFalse();
    }

    [Fact]
    public async Task A_state_of_another_user_is_refused_with_the_owner_s_name()
    {
        // Who isn't root may not reach this checkout, but what a script is made of can be an argument.
        var load = string.Join(
            '\n',
            File.ReadAllText(Repository.PathOf("setup", "say.sh")),
            File.ReadAllText(Repository.PathOf("setup", "settings.sh")),
            "load_settings"
        );
        string[] asNobody = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            : [];

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run("env", ["PORTAL_STATE=/usr", .. asNobody, "bash", "-euc", load])
        );

        refused.Message.ShouldContain("portal: /usr belongs to root");
    }

    [Theory]
    [InlineData("true", "unchanged")]
    [InlineData("echo more >> Portal.LocalCluster/a.cs", "changed")]
    [InlineData("touch Portal.Tests/Interop/new.cs", "changed")]
    [InlineData("rm Portal.LocalCluster/a.cs", "changed")]
    [InlineData("rm -r .git", "changed")]
    [InlineData(
        "rm -r .git; note_cluster_passed \"$(cluster_files)\"; echo more >> Portal.LocalCluster/a.cs",
        "changed"
    )]
    [InlineData("touch Portal.Tests/other.cs", "unchanged")]
    public async Task The_bundled_clusters_own_tests_are_left_out_while_its_files_are_those_that_passed(
        string then,
        string found
    )
    {
        const string Passed =
            "root=$0; source $1; cd $0; mkdir -p setup Portal.LocalCluster Portal.Tests/Interop; git init -q; touch Portal.LocalCluster/a.cs; "
            + "is_cluster_passed \"$(cluster_files)\" && echo too early; note_cluster_passed \"$(cluster_files)\"; ";

        var told = await Command.Run(
            "bash",
            "-c",
            $"{Passed} {then}; is_cluster_passed \"$(cluster_files)\" && echo unchanged || echo changed",
            _state,
            Repository.PathOf("setup", "cluster_passed.sh")
        );

        told.Trim().Split('\n')[^1].ShouldBe(found);
        told.ShouldNotContain("too early");
    }

    public void Dispose() => Directory.Delete(_state, recursive: true);

    private static string Script => Repository.PathOf("portal");

    private Task<string> Portal(params string[] words) =>
        Command.Run("env", ["-u", "PORTAL_PORT", $"PORTAL_STATE={_state}", Script, .. words]);

    private async Task Refused(string inWords, params string[] words) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => Portal(words))).Message.ShouldContain(inWords);
}
