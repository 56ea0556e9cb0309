using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Core.Jobs.Artifacts;
using Portal.Tests.Kit;
using Portal.Web.Identity.OpenId;
using YamlDotNet.RepresentationModel;

namespace Portal.Tests.House;

/// <summary>
/// What runs the product in production, read as what it is: no run of the tests has a container engine or a Kubernetes. The plain manifests
/// are what the chart renders, so what holds for them holds for both.
/// </summary>
public sealed class DeploymentTests
{
    private static readonly string Manifests = Repository.PathOf("deploy", "kubernetes", "portal.yaml");
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    public static TheoryData<string> Pods => [.. Objects().Where(each => Pod(each) is not null).Select(NameOf)];

    [Fact]
    public void Web_workers_and_the_migration_are_there_and_reached_by_one_name()
    {
        Objects()
            .Select(each => $"{Text(each, "kind")} {WithoutHash(NameOf(each))}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "Deployment portal-web",
                "Deployment portal-workers",
                "Ingress portal",
                "Job portal-migrate-0-9-0",
                "NetworkPolicy portal-web",
                "NetworkPolicy portal-workers",
                "PersistentVolumeClaim portal-keys",
                "PodDisruptionBudget portal-web",
                "PodDisruptionBudget portal-workers",
                "Service portal-web",
                "ServiceAccount portal",
            ]);
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void A_pod_is_confined(string name)
    {
        var pod = Pod(Named(name))!;
        Text(pod, "automountServiceAccountToken").ShouldBe("false");
        Text(pod, "securityContext", "runAsNonRoot").ShouldBe("true");
        Text(pod, "securityContext", "seccompProfile", "type").ShouldBe("RuntimeDefault");
        foreach (var container in Containers(pod))
        {
            Text(container, "securityContext", "readOnlyRootFilesystem").ShouldBe("true");
            Text(container, "securityContext", "allowPrivilegeEscalation").ShouldBe("false");
            Text(container, "securityContext", "capabilities", "drop").ShouldBe("ALL");
            Text(container, "resources", "limits", "memory").ShouldNotBeNull();
            Text(container, "resources", "requests", "cpu").ShouldNotBeNull();
            Text(container, "image")!.ShouldMatch(@"^registry\.example\.com/portal/(web|workers):\d+\.\d+\.\d+$");
            Mounts(container).ShouldContain("/tmp", "what it writes for a moment has a place");
        }
    }

    [Theory]
    [InlineData("portal-web", "Portal.Web/Health/HealthEndpoints.cs")]
    [InlineData("portal-workers", "Portal.Workers/Hosting/HealthEndpoints.cs")]
    public void It_is_probed_where_it_answers(string name, string endpoints)
    {
        var container = Sequence(Pod(Named(name))!, "containers").Single();
        var source = File.ReadAllText(Repository.PathOf(endpoints.Split('/')));
        foreach (
            var (probe, path) in new[]
            {
                ("startupProbe", "live"),
                ("livenessProbe", "live"),
                ("readinessProbe", "ready"),
            }
        )
        {
            Text(container, probe, "httpGet", "path").ShouldBe($"/health/{path}");
            Text(container, probe, "httpGet", "port").ShouldBe("http");
            source.ShouldContain($"/{path}\"");
        }

        Text(Sequence(container, "ports").Single(), "containerPort").ShouldBe("8080");
        Dockerfile.ShouldContain("EXPOSE 8080");
        Sequence(Pod(Named(name))!, "initContainers")
            .Single()
            .ToString()!
            .ShouldContain("dotnet Portal.Workers.dll version");
        var budget = Objects().Single(each => Text(each, "kind") == "PodDisruptionBudget" && NameOf(each) == name);
        Text(budget, "spec", "selector", "matchLabels", "app.kubernetes.io/component")
            .ShouldBe(Text(Named(name), "spec", "template", "metadata", "labels", "app.kubernetes.io/component"));
    }

    [Fact]
    public void Secrets_are_files_and_only_the_migration_has_the_owner_s()
    {
        var text = File.ReadAllText(Manifests);

        text.ShouldNotContain("Password=");
        text.ShouldNotContain("secretKeyRef");
        Objects()
            .Where(each => Pod(each)?.ToString()!.Contains("store-owner", StringComparison.Ordinal) == true)
            .Select(each => WithoutHash(NameOf(each)))
            .ShouldBe(["portal-migrate-0-9-0"]);
        text.ShouldContain("ClientSecretFile");
        text.ShouldNotContain("Embedded");
    }

    [Fact]
    public void An_open_page_stays_with_its_process()
    {
        var ingress = Named("portal", "Ingress");

        Text(ingress, "metadata", "annotations", "nginx.ingress.kubernetes.io/affinity").ShouldBe("cookie");
        Text(Named("portal-web"), "spec", "strategy", "rollingUpdate", "maxUnavailable").ShouldBe("0");
        Environment(Sequence(Pod(Named("portal-web"))!, "containers").Single())["AllowedHosts"]
            .ShouldBe("portal.example.com;localhost", "probes come by the second name");
    }

    /// <summary>Else a proxy refuses a JAR that the API takes.</summary>
    [Theory]
    [InlineData("docs/guide/proxy.md", "client_max_body_size")]
    [InlineData("docs/guide/sign-in-proxy.md", "client_max_body_size")]
    [InlineData("deploy/helm/portal/values.yaml", "nginx.ingress.kubernetes.io/proxy-body-size:")]
    [InlineData("deploy/kubernetes/portal.yaml", "nginx.ingress.kubernetes.io/proxy-body-size:")]
    public void The_largest_JAR_passes_the_proxy(string file, string limit)
    {
        var mebibytes = new ArtifactOptions().LongestBytes / (1024 * 1024);

        File.ReadAllText(Repository.PathOf(file.Split('/'))).ShouldContain($"{limit} {mebibytes}m");
    }

    /// <summary>Its patches name places by number: a chart that renders something else there would have them replace it.</summary>
    [Fact]
    public void The_kustomization_replaces_every_example_where_it_stands()
    {
        var examples = 0;
        var root = Read(Repository.PathOf("deploy", "kubernetes", "kustomization.yaml")).Documents[0].RootNode;
        foreach (var patch in Sequence(root, "patches"))
        {
            var targets = Objects()
                .Where(each =>
                    Text(each, "kind") == Text(patch, "target", "kind")
                    && NameOf(each) == (Text(patch, "target", "name") ?? NameOf(each))
                )
                .ToList();
            targets.ShouldNotBeEmpty();
            var operations = (YamlSequenceNode)Parse(Text(patch, "patch")!).Documents[0].RootNode;
            foreach (var replacement in operations.Where(each => Text(each, "op") == "replace"))
            {
                var value = Text(replacement, "value")!;
                targets.ShouldAllBe(target => At(target, Text(replacement, "path")!) == value);
                examples += value.Contains("example.com", StringComparison.Ordinal) ? targets.Count : 0;
            }
        }

        var lines = File.ReadLines(Manifests).Where(line => !line.Contains("image: ", StringComparison.Ordinal));
        examples.ShouldBe(lines.Count(line => line.Contains("example.com", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_chart_takes_every_setting_of_a_provider_and_no_other()
    {
        using var schema = JsonDocument.Parse(Chart("values.schema.json"));
        var provider = schema.RootElement;
        foreach (var step in (string[])["properties", "signIn", "properties", "providers", "additionalProperties"])
        {
            provider = provider.GetProperty(step);
        }

        provider.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        var taken = provider.GetProperty("properties").EnumerateObject().Select(each => each.Name);
        // The client's secret is a secret of Kubernetes here.
        var settings = typeof(ProviderOptions)
            .GetProperties()
            .Where(each => !each.Name.StartsWith("ClientSecret", StringComparison.Ordinal))
            .Select(each => JsonNamingPolicy.CamelCase.ConvertName(each.Name))
            .Append("secret");
        taken.ShouldBe(settings, ignoreOrder: true);
    }

    [HelmFact]
    public async Task Lists_of_a_provider_s_settings_reach_the_portal_and_unknown_ones_are_refused()
    {
        var rendered = await Render(Trusted, $"{Company}.scopes={{groups,offline_access}}");
        var web = Objects(rendered).Single(each => NameOf(each) == "portal-web" && Pod(each) is not null);
        var settings = Environment(Sequence(Pod(web)!, "containers").Single());

        settings["Portal__SignIn__Providers__company__Scopes__0"].ShouldBe("groups");
        settings["Portal__SignIn__Providers__company__Scopes__1"].ShouldBe("offline_access");
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Render(Trusted, $"{Company}.scope=x"));
        refused.Message.ShouldContain("not allowed");
    }

    /// <summary>Kubernetes refuses a job whose pod changed, and with it the upgrade.</summary>
    [HelmFact]
    public async Task Another_pod_of_the_migration_is_another_job()
    {
        static string Migration(string manifests) =>
            NameOf(Objects(manifests).Single(each => Text(each, "kind") == "Job"));

        var usual = Migration(await File.ReadAllTextAsync(Manifests));
        Migration(await Render(Trusted, "web.replicas=3")).ShouldBe(usual);
        var other = Migration(await Render(Trusted, "store.host=other"));
        WithoutHash(other).ShouldBe(WithoutHash(usual));
        other.ShouldNotBe(usual);
    }

    [HelmFact]
    public async Task The_plain_manifests_are_what_the_chart_renders()
    {
        var rendered = Path.GetTempFileName();
        await Command.Run("env", await HelmFirst(), Repository.PathOf("deploy", "kubernetes", "render.sh"), rendered);

        (await File.ReadAllTextAsync(rendered)).ShouldBe(await File.ReadAllTextAsync(Manifests));
        await Command.Run(
            "env",
            await HelmFirst(),
            "helm",
            "lint",
            "--strict",
            Repository.PathOf("deploy", "helm", "portal"),
            "--values",
            Repository.PathOf("deploy", "kubernetes", "values.yaml")
        );
        File.Delete(rendered);
    }

    [HelmFact]
    public async Task The_chart_trusts_and_lets_in_nobody_that_whoever_installs_it_did_not_name()
    {
        (await Should.ThrowAsync<InvalidOperationException>(() => Render())).Message.ShouldContain(
            "Set proxy.knownNetworks to the networks of your ingress controller's pods"
        );
        Environment(Sequence(Pod(Named("portal-web"))!, "containers").Single())
            .Keys.ShouldNotContain(name => name.StartsWith("Portal__Proxy__Known", StringComparison.Ordinal));
        var named = await Render(Trusted);
        named.ShouldContain("value: 10.244.0.0/16");

        var web = Named("portal-web", "NetworkPolicy");
        var rule = Sequence(Find(web, "spec")!, "ingress").ShouldHaveSingleItem();
        var from = Sequence(rule, "from").ShouldHaveSingleItem();
        Text(from, "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name").ShouldBe("ingress-nginx");
        Text(Sequence(rule, "ports").ShouldHaveSingleItem(), "port").ShouldBe("http");
        Find(Named("portal-workers", "NetworkPolicy"), "spec", "ingress").ShouldBeNull("nobody connects to them");
        Text(Named("portal-workers", "NetworkPolicy"), "spec", "policyTypes").ShouldBe("Ingress");
        (await Render(Trusted, "networkPolicy.enabled=false")).ShouldNotContain("NetworkPolicy");
    }

    [HelmFact]
    public async Task The_chart_puts_the_keys_into_the_store_with_a_certificate_alone()
    {
        var rendered = await Render(Trusted, "keys.in=store", "keys.certificateSecret=portal-keys");
        foreach (var name in (string[])["portal-web", "portal-workers"])
        {
            var pod = Pod(Objects(rendered).Single(each => NameOf(each) == name && Pod(each) is not null))!;
            var container = Sequence(pod, "containers").Single();
            Environment(container)["Portal__KeysIn"].ShouldBe("Store");
            Environment(container)["Portal__KeysCertificate"].ShouldBe("/run/secrets/keys-certificate/keys.pem");
            Mounts(container).ShouldContain("/run/secrets/keys-certificate");
            Sequence(pod, "volumes").ShouldContain(volume => Text(volume, "secret", "secretName") == "portal-keys");
        }

        var former = await Render(Trusted, "keys.certificateSecret=new", "keys.formerCertificateSecret=old");
        former.ShouldContain("value: /run/secrets/keys-former-certificate/keys.pem");
        former.ShouldContain("secretName: old");
        (
            await Should.ThrowAsync<InvalidOperationException>(() => Render(Trusted, "keys.in=store"))
        ).Message.ShouldContain("certificateSecret");
    }

    private const string Trusted = "proxy.knownNetworks={10.244.0.0/16}";
    private const string Company = "signIn.providers.company";

    private static async Task<string> Render(params string[] values) =>
        await Command.Run(
            "env",
            [
                await HelmFirst(),
                "helm",
                "template",
                "portal",
                Repository.PathOf("deploy", "helm", "portal"),
                "--kube-version",
                "1.31.0",
                .. values.SelectMany(value => new[] { "--set", value }),
            ]
        );

    private static async Task<string> HelmFirst() =>
        $"PATH={await Helm.Folder()}:{System.Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Where Flink's checkpoints and savepoints lie on a volume.</summary>
    [Theory]
    [InlineData("workers", "extraVolumes", "volumes:", 8)]
    [InlineData("workers", "extraVolumeMounts", "volumeMounts:", 12)]
    [InlineData("web", "extraVolumes", "volumes:", 8)]
    [InlineData("web", "extraVolumeMounts", "volumeMounts:", 12)]
    public void Web_and_workers_take_further_volumes(string part, string value, string list, int indent)
    {
        var spaces = new string(' ', indent);
        var hook = $$$"""
            {{{spaces}}}{{- with .Values.{{{part}}}.{{{value}}} }}
            {{{spaces}}}{{- toYaml . | nindent {{{indent}}} }}
            {{{spaces}}}{{- end }}
            """;
        var template = Chart("templates", $"{part}.yaml");
        var containers = template[template.IndexOf(" containers:", StringComparison.Ordinal)..];

        containers
            .Split(hook)[0]
            .TrimEnd()
            .Split('\n')
            .Last(line => line.TrimEnd().EndsWith(':'))
            .Trim()
            .ShouldBe(list);
        containers.ShouldContain(hook);
        Regex.Count(Chart("values.yaml"), $"\n  {value}: \\[\\]\n").ShouldBe(2);
        Chart("values.schema.json").ShouldContain($"\"{value}\": {{ \"type\": \"array\"");
    }

    [Fact]
    public void The_chart_has_the_version_of_the_programs()
    {
        var props = File.ReadAllText(Repository.PathOf("Directory.Build.props"));
        var version = props.Split("<Version>")[1].Split('<')[0];

        Chart("Chart.yaml").ShouldContain($"appVersion: \"{version}\"");
        File.ReadAllText(Manifests).ShouldContain($"/workers:{version}");
    }

    [Theory]
    [InlineData("web")]
    [InlineData("workers")]
    [InlineData("schema")]
    public void In_compose_s_production_file_a_container_is_confined_and_its_secrets_are_files(string name)
    {
        var service = Compose("docker-compose.prod.yml", name);

        Text(service, "read_only").ShouldBe("true");
        Text(service, "cap_drop").ShouldBe("ALL");
        Text(service, "security_opt").ShouldBe("no-new-privileges:true");
        Environment(service).Values.ShouldAllBe(value => !value.Contains("Password=", StringComparison.Ordinal));
        var secrets = Sequence(service, "secrets").Select(each => each.ToString()!).ToList();
        secrets.Contains("store-owner").ShouldBe(name == "schema");
        var prefix = "/run/secrets/";
        foreach (
            var value in Environment(service).Values.Where(value => value.Contains(prefix, StringComparison.Ordinal))
        )
        {
            secrets.ShouldContain(value[(value.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length)..]);
        }
    }

    /// <summary>What both files set, they set alike, but for what a production has otherwise.</summary>
    [Theory]
    [InlineData("web")]
    [InlineData("workers")]
    [InlineData("schema")]
    public void Compose_s_two_files_set_the_same_things(string name)
    {
        string[] otherwise =
        [
            "DOTNET_EnableDiagnostics",
            "AllowedHosts",
            "Portal__Proxy__KnownProxies__0",
            "Portal__KeysIn",
            "Portal__KeysCertificate",
        ];
        static string Same(string setting) => setting.Replace("SecretFile", "Secret");
        static bool IsOfItsEngines(string setting) =>
            setting.StartsWith("Portal__FirstCluster__", StringComparison.Ordinal);

        Environment(Compose("docker-compose.prod.yml", name))
            .Keys.Except(otherwise)
            .Select(Same)
            .ShouldBe(
                Environment(Compose("docker-compose.yml", name)).Keys.Where(key => !IsOfItsEngines(key)),
                ignoreOrder: true
            );
        Text(Compose("docker-compose.prod.yml", name), "command")
            .ShouldBe(Text(Compose("docker-compose.yml", name), "command"));
    }

    /// <summary>The SDK adds the package of it to a project that has pages, and none are there yet when the image's layer of packages is made.</summary>
    [Fact]
    public async Task The_image_restores_the_script_that_makes_pages_live()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        foreach (
            var copy in Dockerfile
                .Split("RUN dotnet restore")[0]
                .Split('\n')
                .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
        )
        {
            var names = copy.Split(' ')[1..];
            var target = Path.Combine(folder, names[^1]);
            Directory.CreateDirectory(names is [_, _] ? Path.GetDirectoryName(target)! : target);
            await Command.Run("sh", "-c", $"cd {Repository.Root} && cp -r {string.Join(' ', names[..^1])} {target}");
        }

        var restored = await Command.Run(
            "dotnet",
            "msbuild",
            Path.Combine(folder, "Portal.Web"),
            "-t:ProcessFrameworkReferences",
            "-getItem:PackageReference"
        );

        restored.ShouldContain("Microsoft.AspNetCore.App.Internal.Assets");
        Directory.GetFiles(folder, "*.razor", SearchOption.AllDirectories).ShouldBeEmpty("or nothing is shown");
        Directory.Delete(folder, recursive: true);
    }

    private static string Chart(params string[] path) =>
        File.ReadAllText(Repository.PathOf(["deploy", "helm", "portal", .. path]));

    private static List<YamlMappingNode> Objects() => Objects(File.ReadAllText(Manifests));

    private static List<YamlMappingNode> Objects(string manifests) =>
        [.. Parse(manifests).Documents.Select(document => document.RootNode).OfType<YamlMappingNode>()];

    private static YamlStream Read(string path) => Parse(File.ReadAllText(path));

    private static YamlStream Parse(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return stream;
    }

    private static YamlNode Compose(string file, string service) =>
        Find(Read(Repository.PathOf(file)).Documents[0].RootNode, "services", service)!;

    private static YamlMappingNode Named(string name, string? kind = null) =>
        Objects()
            .Single(each =>
                NameOf(each) == name && (kind is null ? Pod(each) is not null : Text(each, "kind") == kind)
            );

    private static string NameOf(YamlNode each) => Text(each, "metadata", "name")!;

    /// <summary>A migration's job has one of its pod at the end of its name.</summary>
    private static string WithoutHash(string name) =>
        name.StartsWith("portal-migrate-", StringComparison.Ordinal) ? name[..name.LastIndexOf('-')] : name;

    private static YamlNode? Pod(YamlNode each) => Find(each, "spec", "template", "spec");

    private static IEnumerable<YamlNode> Containers(YamlNode pod) =>
        Sequence(pod, "containers").Concat(Find(pod, "initContainers") is null ? [] : Sequence(pod, "initContainers"));

    private static IEnumerable<string> Mounts(YamlNode container) =>
        Sequence(container, "volumeMounts").Select(mount => Text(mount, "mountPath")!);

    /// <summary>As compose writes it, a map, or as Kubernetes does, a list.</summary>
    private static Dictionary<string, string> Environment(YamlNode of) =>
        Find(of, "environment") is YamlMappingNode map
            ? Merged(map)
                .ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal)
            : Sequence(of, "env")
                .ToDictionary(each => Text(each, "name")!, each => Text(each, "value")!, StringComparer.Ordinal);

    private static IEnumerable<YamlNode> Sequence(YamlNode from, string name) => (YamlSequenceNode)Find(from, name)!;

    private static YamlNode? Find(YamlNode from, params string[] path) =>
        path.Aggregate(
            (YamlNode?)from,
            (node, name) =>
                node is YamlMappingNode map
                    ? Merged(map).FirstOrDefault(pair => pair.Key.ToString() == name).Value
                    : null
        );

    /// <summary>What a JSON pointer leads to.</summary>
    private static string? At(YamlNode from, string path)
    {
        YamlNode? node = from;
        foreach (var step in path.Split('/')[1..])
        {
            node = node is YamlSequenceNode list
                ? list.Children[int.Parse(step, CultureInfo.InvariantCulture)]
                : Find(node!, step);
        }

        return node?.ToString();
    }

    /// <summary>What a map has itself, then what it takes from others by YAML's merge key.</summary>
    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Merged(YamlMappingNode map) =>
        map
            .Children.Where(pair => pair.Key.ToString() != "<<")
            .Concat(
                map.Children.Where(pair => pair.Key.ToString() == "<<")
                    .SelectMany(pair => Merged((YamlMappingNode)pair.Value))
            )
            .DistinctBy(pair => pair.Key.ToString(), StringComparer.Ordinal);

    /// <summary>A value; a list of one is its only one.</summary>
    private static string? Text(YamlNode from, params string[] path) =>
        Find(from, path) switch
        {
            YamlScalarNode scalar => scalar.Value,
            YamlSequenceNode { Children: [YamlScalarNode only] } => only.Value,
            null => null,
            var other => throw new InvalidOperationException(other.ToString()),
        };
}
