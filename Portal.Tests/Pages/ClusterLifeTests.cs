using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core.Audit;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Pages;

/// <summary>A cluster from its first test to the last goodbye, on pages and by API, with a cluster that answers.</summary>
public sealed class ClusterLifeTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private static readonly (string PasswordListener, string CertificateListener) Clients = (
        """{"addresses":"kafka.example:9093","tls":true,"caPem":null}""",
        """{"addresses":"kafka.example:9094","caPem":null}"""
    );
    private LocalKafka _kafka = null!;

    public async Task InitializeAsync() => _kafka = await LocalKafka.Start(brokers: 1);

    public async Task DisposeAsync() => await _kafka.DisposeAsync();

    [Fact]
    public async Task A_cluster_is_tested_registered_edited_and_let_go_of_by_api()
    {
        using var sam = await web.As("sam");

        var facts = await Sent(await sam.PostAsJsonAsync("/api/v1/clusters/test", Request("scripted")));
        facts.GetProperty("isLocalEvaluation").GetBoolean().ShouldBeTrue();
        facts.GetProperty("missingPermissions").GetArrayLength().ShouldBe(0);

        using var made = await sam.PostAsJsonAsync("/api/v1/clusters", Request("scripted"));
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var read = await sam.GetAsync(made.Headers.Location);
        var edited = await Sent(await sam.SendAsync(Put(read, "scripted", Request("renamed", Clients))));
        edited.GetProperty("name").GetString().ShouldBe("renamed");
        edited.GetProperty("passwordListener").ToString().ShouldBe(Clients.PasswordListener);
        edited.GetProperty("certificateListener").ToString().ShouldBe(Clients.CertificateListener);
        using var again = await sam.GetAsync("/api/v1/clusters/renamed");
        again.Headers.ETag.ShouldNotBe(read.Headers.ETag);
        using var wrong = await sam.SendAsync(
            Put(again, "renamed", Request("renamed", ("""{"addresses":"kafka"}""", """{"addresses":"kafka:9094"}""")))
        );
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("\"passwordListener.addresses\"");

        using var gone = await sam.DeleteAsync("/api/v1/clusters/renamed");
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sam.GetAsync("/api/v1/clusters/renamed")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Audited()).ShouldBe(["cluster.registered", "cluster.edited", "cluster.deregistered"], ignoreOrder: true);
    }

    [LongFact]
    public async Task A_cluster_is_tested_registered_edited_and_let_go_of_on_pages()
    {
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/clusters/register");
        await sam.Page.GetByLabel("Name").FillAsync("by-hand");
        await sam.Page.GetByLabel("Bootstrap addresses").FillAsync(_kafka.Bootstrap);
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await sam.Sees("Everything the portal needs is allowed");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await sam.IsAt("/clusters/by-hand$");
        await sam.Sees("local evaluation");

        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await sam.Page.GetByLabel("Name").FillAsync("by-hand-2");
        await sam.Page.GetByLabel("Addresses for clients with a password").FillAsync("kafka");
        await sam.Page.GetByLabel("Addresses for clients with a certificate").FillAsync("kafka.example:9094");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(sam.Page.Locator("#password-listener-note")).ToContainTextAsync("“kafka” isn't an address");
        await sam.Page.GetByLabel("Addresses for clients with a password").FillAsync(_kafka.Sasl);
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await sam.IsAt("/clusters/by-hand-2$");
        var connection = sam.Page.GetByRole(AriaRole.Region, new() { Name = "Connection" });
        await Expect(connection).ToContainTextAsync($"{_kafka.Sasl}SASL_PLAINTEXT");
        await Expect(connection).ToContainTextAsync("kafka.example:9094SSL");
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Expect(sam.Page.GetByLabel("Addresses for clients with a password")).ToHaveValueAsync(_kafka.Sasl);
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();

        await sam
            .Page.GetByRole(AriaRole.Region, new() { Name = "Schema registry" })
            .GetByRole(AriaRole.Link, new() { Name = "Add" })
            .ClickAsync();
        await sam.Page.GetByLabel("Address").FillAsync(_kafka.Registry.ToString());
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await sam.Sees("takes AVRO");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await sam.IsAt("/clusters/by-hand-2$");
        await sam.Sees(_kafka.Registry.ToString().TrimEnd('/'));

        await sam.ChooseFromMenu("Deregister…");
        await sam.Page.GetByLabel("Type by-hand-2 to confirm").FillAsync("by-hand-2");
        await sam.InDialog("Deregister").ClickAsync();
        await sam.IsAt("/clusters$");
        await sam.Sees("by-hand-2 is deregistered; its credentials are erased.");
    }

    private object Request(string name, (string PasswordListener, string CertificateListener)? clients = null) =>
        new
        {
            name,
            environment = "dev",
            region = "local",
            addresses = _kafka.Bootstrap,
            passwordListener = clients is { } with ? JsonNode.Parse(with.PasswordListener) : null,
            certificateListener = clients is { } also ? JsonNode.Parse(also.CertificateListener) : null,
        };

    private static HttpRequestMessage Put(HttpResponseMessage read, string name, object request)
    {
        var edit = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/clusters/{name}")
        {
            Content = JsonContent.Create(request),
        };
        edit.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        return edit;
    }

    private static async Task<JsonElement> Sent(HttpResponseMessage answer)
    {
        var words = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(words);
        return JsonSerializer.Deserialize<JsonElement>(words);
    }

    private async Task<List<string>> Audited()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>()
            .Where(e => e.Kind.StartsWith("cluster.") && (e.Subject == "scripted" || e.Subject == "renamed"))
            .Select(e => e.Kind)
            .ToListAsync();
    }
}
