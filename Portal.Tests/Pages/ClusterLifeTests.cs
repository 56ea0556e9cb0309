using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core.Audit;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>A cluster from its first test to the last goodbye, on pages and by API, with a cluster that answers.</summary>
public sealed class ClusterLifeTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
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
        var edit = new HttpRequestMessage(HttpMethod.Put, "/api/v1/clusters/scripted")
        {
            Content = JsonContent.Create(Request("renamed")),
        };
        edit.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        (await Sent(await sam.SendAsync(edit))).GetProperty("name").GetString().ShouldBe("renamed");

        using var gone = await sam.DeleteAsync("/api/v1/clusters/renamed");
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sam.GetAsync("/api/v1/clusters/renamed")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Audited()).ShouldBe(["cluster.registered", "cluster.edited", "cluster.deregistered"], ignoreOrder: true);
    }

    [Fact]
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
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await sam.IsAt("/clusters/by-hand-2$");

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

    private object Request(string name) =>
        new
        {
            name,
            environment = "dev",
            region = "local",
            addresses = _kafka.Bootstrap,
        };

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
