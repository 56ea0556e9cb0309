using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Registries;
using Portal.Core.Teams;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>What testing the connection to a registry reports: its mode, what the portal may read there, whom else it serves.</summary>
public sealed class RegistryConnectionTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private ScriptedHttp _scripted = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _scripted = await ScriptedHttp.Start();
        _world = await WorkerWorld.OnRegistry("http://127.0.0.1:9");
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _scripted.DisposeAsync();
    }

    [Fact]
    public async Task The_bundled_registry_takes_new_versions_and_lacks_nothing()
    {
        var facts = await Facts(await TwoRegistries.Url(RegistryProduct.Bundled));

        facts.Product.ShouldBe("Portal's bundled registry");
        facts.Version.ShouldNotBeNull().ShouldMatch(@"^\d+\.\d+\.\d+$");
        (facts.Mode, facts.Level).ShouldBe(("READWRITE", "BACKWARD"));
        facts.Allowed.ShouldBe(["list subjects", "read levels", "check compatibility", "read the mode"]);
        facts.Lacks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bundled_registry_names_its_version_and_its_cluster_as_Confluents_does()
    {
        using var http = new HttpClient { BaseAddress = new($"{await TwoRegistries.Url(RegistryProduct.Bundled)}") };

        var version = await http.GetFromJsonAsync<JsonElement>("v1/metadata/version");
        var id = await http.GetFromJsonAsync<JsonElement>("v1/metadata/id");

        version.EnumerateObject().Select(member => member.Name).ShouldBe(["version", "commitId"]);
        id.GetProperty("scope")
            .GetProperty("clusters")
            .GetProperty("kafka-cluster")
            .GetString()
            .ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/v1/metadata/version", "7.6.0-ccs", "Confluent Schema Registry")]
    [InlineData("/apis/registry/v3/system/info", "3.0.6", "Apicurio Registry")]
    public async Task A_product_is_known_by_the_route_that_names_its_version(
        string route,
        string version,
        string product
    )
    {
        var at = route.StartsWith("/apis", StringComparison.Ordinal) ? "/apis/ccompat/v7" : "";
        _scripted.Answer = context =>
            $"{context.Request.Path}" == route
                ? ScriptedHttp.Say(200, $$"""{"name":"it","version":"{{version}}"}""")(context)
            : $"{context.Request.Path}" == $"{at}/subjects" ? ScriptedHttp.Say(200, "[]")(context)
            : ScriptedHttp.Say(Forbidden(context) ? 403 : 404, "{}")(context);

        var facts = await Facts($"{_scripted.Url}".TrimEnd('/') + at);

        (facts.Product, facts.Version).ShouldBe((product, version));
    }

    [Fact]
    public async Task Those_who_open_a_registry_at_once_have_the_same_client()
    {
        await using var db = await _world.Open();
        var dev = await SeenWorlds.Dev(db);
        var registries = _world.Get<ISchemaRegistries>();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => registries.Open(dev, Never)));

        opened.Distinct().ShouldHaveSingleItem();
    }

    [FullRunFact]
    public async Task Apicurio_names_its_version_and_has_no_modes()
    {
        var facts = await Facts(await TwoRegistries.Url(RegistryProduct.Apicurio));

        facts.Product.ShouldBe("Apicurio Registry");
        facts.Version.ShouldNotBeNull().ShouldStartWith("2.");
        facts.Mode.ShouldBeNull();
        facts.Allowed.ShouldBe(["list subjects", "read levels", "check compatibility"]);
        facts.Lacks.ShouldContain("It has no modes: whether it takes new versions isn't known.");
    }

    [Theory]
    [InlineData("READONLY", "no version can be registered or deleted until whoever runs it sets READWRITE")]
    [InlineData("IMPORT", "only with an id of their own")]
    public async Task A_registry_in_another_mode_is_told_from_one_that_takes_versions(string mode, string words)
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        using var http = new HttpClient { BaseAddress = cluster.Registry };
        (await http.PutAsJsonAsync("mode?force=true", new { mode })).IsSuccessStatusCode.ShouldBeTrue();

        var facts = await Facts($"{cluster.Registry}".TrimEnd('/'));

        facts.Mode.ShouldBe(mode);
        facts.Lacks.ShouldHaveSingleItem().ShouldContain(words);
    }

    [Fact]
    public async Task What_the_portal_may_not_read_is_named_with_what_comes_of_it()
    {
        _scripted.Answer = context =>
            $"{context.Request.Path}" is "/subjects" ? ScriptedHttp.Say(200, "[]")(context)
            : $"{context.Request.Path}" is "/schemas/types" ? ScriptedHttp.Say(200, """["AVRO"]""")(context)
            : ScriptedHttp.Say(Forbidden(context) ? 403 : 404, "{}")(context);

        var facts = await Facts($"{_scripted.Url}");

        facts.Allowed.ShouldBe(["list subjects"]);
        facts.Lacks.ShouldBe([
            "It doesn't let the portal read levels: schemas can't be planned.",
            "It doesn't let the portal check compatibility: new versions can't be planned.",
            "It doesn't let the portal read its mode: whether it takes new versions isn't known.",
        ]);
    }

    [Fact]
    public async Task One_that_compares_with_a_single_version_only_lacks_nothing()
    {
        _scripted.Answer = context =>
            (
                $"{context.Request.Path}" switch
                {
                    "/subjects" => ScriptedHttp.Say(200, "[]"),
                    "/schemas/types" => ScriptedHttp.Say(200, """["JSON","AVRO","PROTOBUF"]"""),
                    "/config" => ScriptedHttp.Say(200, """{"compatibilityLevel":"BACKWARD"}"""),
                    "/mode" => ScriptedHttp.Say(200, """{"mode":"READWRITE"}"""),
                    "/compatibility/subjects/portal-connection-test/versions/latest" => ScriptedHttp.Say(
                        404,
                        """{"error_code":40401,"message":"Subject not found"}"""
                    ),
                    _ => ScriptedHttp.Say(404, """{"detail":"Not Found"}"""),
                }
            )(context);

        var facts = await Facts($"{_scripted.Url}");

        facts.Allowed.ShouldBe(["list subjects", "read levels", "check compatibility", "read the mode"]);
        facts.Lacks.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_doesnt_show_its_subjects_is_refused()
    {
        _scripted.Answer = ScriptedHttp.Say(403, """{"error_code":40301,"message":"not for you"}""");

        var refused = await Test($"{_scripted.Url}");

        refused
            .ShouldBeOfType<Outcome<RegistryFacts>.Refused>()
            .Why.Fields!["signIn"]
            .ShouldContain("Whoever runs the registry can allow it. Its message: not for you");
    }

    [Fact]
    public async Task A_registry_that_serves_another_cluster_says_which()
    {
        var url = await TwoRegistries.Url(RegistryProduct.Bundled);
        (await Facts(url)).AlsoServes.ShouldBeEmpty();
        await using (var db = await _world.Open())
        {
            var prod = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "prod");
            prod.Endpoints.Single(e => e.Kind == EndpointKind.Registry).Addresses = url.TrimEnd('/');
            await db.SaveChangesAsync();
        }

        (await Facts(url)).AlsoServes.ShouldBe(["prod"]);
    }

    [Fact]
    public async Task A_registry_does_not_move_while_jobs_have_an_entry_for_it_and_takes_that_with_it_when_it_is_removed()
    {
        var url = (await TwoRegistries.Url(RegistryProduct.Bundled)).TrimEnd('/');
        var sam = await _world.Person(Role.Platform, SeededStructure.Platform);
        await using var db = await _world.Open();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        dev.Endpoints.Add(new() { Kind = EndpointKind.JobRegistry, Addresses = "http://127.0.0.1:9" });
        await db.SaveChangesAsync();

        var moved = await _world.Get<RegistryRegistration>().Save(sam, dev.Id, new(url), null, Never);

        moved.ShouldBeOfType<Outcome<RegistryFacts>.Refused>().Why.Words.ShouldContain("for jobs first");
        await _world.Get<RegistryRegistration>().Remove(sam, dev.Id, Never);
        (
            await db.Set<Portal.Core.Clusters.Endpoint>()
                .AsNoTracking()
                .Where(e => e.ClusterId == dev.Id)
                .Select(e => e.Kind)
                .ToListAsync()
        ).ShouldNotContain(EndpointKind.JobRegistry);
    }

    [Fact]
    public async Task A_registry_that_stays_is_no_move_however_its_address_is_written()
    {
        var url = (await TwoRegistries.Url(RegistryProduct.Bundled)).TrimEnd('/');
        var sam = await _world.Person(Role.Platform, SeededStructure.Platform);
        await using var db = await _world.Open();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        dev.Endpoints.Single(e => e.Kind == EndpointKind.Registry).Addresses = url;
        dev.Endpoints.Add(new() { Kind = EndpointKind.JobRegistry, Addresses = "http://127.0.0.1:9" });
        await db.SaveChangesAsync();
        var written = new RegistryDraft($" HTTP{url["http".Length..]}/");

        var saved = await _world.Get<RegistryRegistration>().Save(sam, dev.Id, written, null, Never);

        saved.ShouldBeOfType<Outcome<RegistryFacts>.Done>();
        (
            await db.Set<Portal.Core.Clusters.Endpoint>()
                .AsNoTracking()
                .SingleAsync(e => e.ClusterId == dev.Id && e.Kind == EndpointKind.Registry)
        ).Addresses.ShouldBe(url);
    }

    private static bool Forbidden(HttpContext context) =>
        $"{context.Request.Path}".Split('/').Any(part => part is "config" or "mode" or "compatibility");

    private async Task<RegistryFacts> Facts(string url) =>
        (await Test(url)).ShouldBeOfType<Outcome<RegistryFacts>.Done>().Value;

    private async Task<Outcome<RegistryFacts>> Test(string url)
    {
        await using var db = await _world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await _world
            .Get<RegistryRegistration>()
            .Test(await _world.Person(Role.Platform, SeededStructure.Platform), dev, new(url), Never);
    }
}
