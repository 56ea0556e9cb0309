using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>No run of the tests has a container engine to start docker-compose.yml with; its shape can be looked at.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docker-compose.yml"));

    [Fact]
    public void The_product_and_every_engine_it_works_with_are_there() =>
        Services()
            .Keys.ShouldBe(
                [
                    "web",
                    "keycloak",
                    "workers",
                    "schema",
                    "store",
                    "kafka",
                    "registry",
                    "flink-volume",
                    "jobmanager",
                    "taskmanager",
                    "sql-gateway",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void Every_service_that_stays_says_when_it_is_healthy()
    {
        var own = File.ReadAllText(Repository.PathOf("Dockerfile")).Contains("HEALTHCHECK", StringComparison.Ordinal);

        Services()
            .Where(service => service.Key is not ("flink-volume" or "schema"))
            .Where(service => !service.Value.Contains("healthcheck:") && !(own && service.Value.Contains("target: ")))
            .Select(service => service.Key)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Images_are_pinned_and_our_own_do_not_run_as_root()
    {
        Lines
            .Where(line => line.Contains("image:", StringComparison.Ordinal))
            .ShouldAllBe(line => PinnedImage().IsMatch(line));
        File.ReadAllText(Repository.PathOf("Dockerfile")).ShouldContain("USER $APP_UID");
    }

    /// <summary>An image keeps the modes of what is copied into it.</summary>
    [Fact]
    public void Images_of_a_checkout_that_only_its_owner_can_read_are_readable_for_their_user()
    {
        var dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

        dockerfile.ShouldMatch(@"-o /out/workers \\\n\s+&& chmod -R a\+rX /out ");
        dockerfile.ShouldMatch(@"\nCOPY setup/http\.sh /portal/http\.sh\nRUN chmod 644 /portal/http\.sh ");
    }

    [Fact]
    public void The_product_does_not_know_the_password_of_the_schema_s_owner()
    {
        var services = Services();
        var shared = string.Join('\n', Lines.TakeWhile(line => line != "services:"));

        shared.ShouldContain("Username=portal_app;");
        foreach (
            var known in new[]
            {
                shared[shared.IndexOf("x-portal:", StringComparison.Ordinal)..],
                services["web"],
                services["workers"],
            }
        )
        {
            known.ShouldNotContain("PORTAL_STORE_PASSWORD");
        }

        services["schema"].ShouldContain("command: [\"migrate\"]");
    }

    [Fact]
    public void Nobody_signs_in_without_a_password()
    {
        var services = Services();

        string.Join('\n', Lines).ShouldNotContain("Embedded");
        string.Join('\n', Lines).ShouldContain("Portal__Identity__Mode: OpenIdConnect");
        services["web"].ShouldContain("ClientSecret: ${PORTAL_OIDC_SECRET:?");
        services["web"]
            .ShouldContain("PlatformGroup: ${PORTAL_OIDC_ADMINS:?", customMessage: "no group is platform by default");
        services["keycloak"].ShouldContain("profiles: [oidc]");
        services["keycloak"].ShouldContain("KC_BOOTSTRAP_ADMIN_PASSWORD:", customMessage: "else anybody makes one");
        var realm = File.ReadAllText(Repository.PathOf("setup", "oidc", "realm.json"));
        using var read = System.Text.Json.JsonDocument.Parse(realm);
        var client = read.RootElement.GetProperty("clients")[0];
        client.GetProperty("redirectUris")[0].GetString()!.ShouldEndWith("/sign-in/company/callback");
        client.GetProperty("secret").GetString().ShouldBe("${PORTAL_OIDC_SECRET}");
        realm.ShouldContain("\"value\": \"${PORTAL_OIDC_PASSWORD}\"");
    }

    [Fact]
    public void What_is_published_is_published_on_loopback_only() =>
        Lines.Where(line => PublishedPort().IsMatch(line)).ShouldAllBe(line => line.Contains("\"127.0.0.1:"));

    [Fact]
    public void The_build_copies_every_project_that_the_images_are_made_of()
    {
        var dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

        foreach (var project in new[] { "Core", "Kafka", "Engines", "Web", "Workers" })
        {
            dockerfile.ShouldContain($"COPY Portal.{project} Portal.{project}\n");
        }
    }

    [Fact]
    public void Its_Kafka_registry_and_Flink_are_registered_at_the_first_start()
    {
        var services = Services();

        foreach (
            var (part, address, service) in new[]
            {
                ("Bootstrap", "kafka:19092", "kafka"),
                ("Registry", "http://registry:8080/apis/ccompat/v7", "registry"),
                ("Flink", "http://jobmanager:8081", "jobmanager"),
                ("SqlGateway", "http://sql-gateway:8083", "sql-gateway"),
            }
        )
        {
            services["workers"].ShouldContain($"Portal__FirstCluster__{part}: {address}\n");
            services.Keys.ShouldContain(service);
        }
    }

    /// <summary>Else no plan of a job finds its checkpoints and savepoints, and each is blocked.</summary>
    [Fact]
    public void The_workers_look_into_the_folders_of_Flink_s_checkpoints_and_savepoints()
    {
        var services = Services();

        services["jobmanager"].ShouldContain("      - flink:/flink\n");
        services["jobmanager"].ShouldContain("execution.checkpointing.dir: file:///flink/");
        services["jobmanager"].ShouldContain("execution.checkpointing.savepoint-dir: file:///flink/");
        services["workers"].ShouldContain("      - flink:/flink:ro");
        services["workers"].ShouldContain("      - keys:/keys\n", customMessage: "its list replaces the shared one");
        foreach (var other in new[] { "taskmanager", "sql-gateway" })
        {
            services[other].ShouldContain("<<: *flink");
            services[other].ShouldNotContain("volumes:");
        }
    }

    [Fact]
    public void Its_Flink_has_what_SQL_over_topics_needs_in_its_own_version()
    {
        var dockerfile = File.ReadAllText(Repository.PathOf("setup", "flink", "Dockerfile"));
        var flink = FlinkImage().Match(Services()["flink-volume"]).Groups["version"].Value;
        var line = flink[..flink.LastIndexOf('.')];

        Services()["jobmanager"].ShouldContain("build: setup/flink\n");
        dockerfile.ShouldContain($"\nFROM flink:{flink}-java17\n");
        dockerfile.ShouldContain($"flink-sql-avro-confluent-registry:{flink};");
        dockerfile.ShouldMatch($@"flink-sql-connector-kafka:\d+\.\d+\.\d+-{Regex.Escape(line)} ");
        dockerfile.ShouldContain("/connector/ /opt/flink/lib/");
    }

    /// <summary>Compose finds containers and volumes by the project's name: under the same one a trial would replace a production.</summary>
    [Fact]
    public void A_trial_and_a_production_are_two_projects()
    {
        static string Project(IEnumerable<string> lines) =>
            lines.Single(line => line.StartsWith("name: ", StringComparison.Ordinal)).Split(' ')[1];

        Project(Lines).ShouldBe("portal-trial");
        Project(File.ReadLines(Repository.PathOf("docker-compose.prod.yml"))).ShouldBe("portal");
    }

    /// <summary>Docker keeps all that a container ever wrote, until the disk is full.</summary>
    [Fact]
    public void The_logs_of_each_service_of_a_production_are_limited()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docker-compose.prod.yml"));
        var services = Services(lines);
        var shared = string.Join('\n', lines.TakeWhile(line => line != "services:"));

        services.Keys.ShouldBe(["web", "workers", "schema", "store"], ignoreOrder: true);
        services.Where(service => !Limited().IsMatch(service.Value)).Select(service => service.Key).ShouldBeEmpty();
        shared.ShouldContain(
            "\nx-logging: &logging\n  driver: json-file\n  options:\n    max-size: 20m\n    max-file: \"5\"\n"
        );
        shared.ShouldMatch(@"\nx-confined: &confined\n(  .+\n)*  logging: \*logging\n");
        shared.ShouldContain("\nx-portal: &portal\n  <<: *confined\n");
    }

    /// <summary>A variable that is set for <c>up</c> alone is missing for <c>logs</c>, <c>exec</c> and <c>down</c>, which then refuse to run.</summary>
    [Theory]
    [InlineData("docker-compose.yml", "README.md")]
    [InlineData("docker-compose.prod.yml", "docs/guide/containers.md")]
    public void Its_document_writes_each_variable_without_a_default_to_a_file(string file, string document)
    {
        var text = File.ReadAllText(Repository.PathOf(document.Split('/')));
        var written = text.Split("cat > .env")[1].Split("\nEND\n")[0];
        var compose = File.ReadAllText(Repository.PathOf(file));
        var required = RequiredVariable().Matches(compose).Select(found => found.Groups["name"].Value).ToList();

        required.ShouldNotBeEmpty();
        required.ShouldAllBe(name => written.Contains($"\n{name}="));
    }

    /// <summary>Without the name of a file Compose takes the trial's.</summary>
    [Fact]
    public void The_bootstrap_link_of_a_production_is_made_in_its_own_container()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs", "guide", "sign-in.md"));

        guide.ShouldContain("\ndocker compose -f docker-compose.prod.yml exec web dotnet Portal.Web.dll bootstrap");
    }

    private static Dictionary<string, string> Services(string[]? lines = null)
    {
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        foreach (
            var line in (lines ?? Lines)
                .SkipWhile(line => line != "services:")
                .Skip(1)
                .TakeWhile(line => line is not [>= 'a' and <= 'z', ..])
        )
        {
            if (ServiceName().Match(line) is { Success: true } found)
            {
                name = found.Groups["name"].Value;
                services[name] = "";
            }
            else if (name.Length > 0)
            {
                services[name] += line + "\n";
            }
        }

        return services;
    }

    [GeneratedRegex(@"^  (?<name>[a-z-]+):(?: &\w+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServiceName();

    [GeneratedRegex(
        @"^    (logging: \*logging|<<: \*(portal|confined))$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Limited();

    [GeneratedRegex(@"image: [\w./-]+:[\w.-]*\d[\w.-]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"image: flink:(?<version>\d+\.\d+\.\d+)-java17\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FlinkImage();

    [GeneratedRegex(@"\$\{(?<name>\w+):\?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequiredVariable();

    [GeneratedRegex(@"^ +- "".*:\d+""$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublishedPort();
}
