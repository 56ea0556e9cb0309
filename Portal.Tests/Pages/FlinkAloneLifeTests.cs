using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Pages;

/// <summary>A cluster with Flink alone from its registration to the last goodbye, by API and on pages, with a Flink that answers.</summary>
public sealed class FlinkAloneLifeTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private LocalKafka _local = null!;

    public async Task InitializeAsync() => _local = await LocalKafka.Start(brokers: 1);

    public async Task DisposeAsync() => await _local.DisposeAsync();

    [Fact]
    public async Task It_is_registered_given_Flink_and_Kafka_and_let_go_of_by_api()
    {
        using var sam = await web.As("sam");
        (await Wrong(sam.PostAsJsonAsync("/api/v1/clusters", Named(null))))
            .GetProperty("addresses")[0]
            .GetString()
            .ShouldBe("Give at least one address, as host:port.");
        (await Wrong(sam.PostAsJsonAsync("/api/v1/clusters/test", Named(false)))).GetProperty("kafka");
        (await Wrong(sam.PostAsJsonAsync("/api/v1/clusters", Named(false, _local.Bootstrap)))).GetProperty("addresses");

        using var made = await sam.PostAsJsonAsync("/api/v1/clusters", Named(false));
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var edge = await made.Content.ReadFromJsonAsync<JsonElement>();
        edge.GetProperty("kafka").GetBoolean().ShouldBeFalse();
        foreach (var none in new[] { "addresses", "tls", "hasPassword", "engineId", "collector", "topics" })
        {
            edge.GetProperty(none).ValueKind.ShouldBe(JsonValueKind.Null, none);
        }

        edge.GetProperty("reason").GetString().ShouldBe("it has no engine yet");
        using var registry = await sam.PutAsJsonAsync("/api/v1/clusters/edge/registry", new { url = _local.Registry });
        registry.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await registry.Content.ReadAsStringAsync()).ShouldContain("edge has no Kafka, so it has no schema registry.");
        await RefusesTopics();

        var flink = new { url = _local.Flink, gatewayUrl = _local.SqlGateway };
        using var added = await sam.PutAsJsonAsync("/api/v1/clusters/edge/flink", flink);
        added.StatusCode.ShouldBe(HttpStatusCode.OK, await added.Content.ReadAsStringAsync());

        using var withKafka = await Put(sam, Named(null, _local.Bootstrap));
        withKafka.StatusCode.ShouldBe(HttpStatusCode.OK, await withKafka.Content.ReadAsStringAsync());
        var whole = await withKafka.Content.ReadFromJsonAsync<JsonElement>();
        (whole.GetProperty("kafka").GetBoolean(), whole.GetProperty("addresses").GetString()).ShouldBe(
            (true, _local.Bootstrap)
        );
        (await Wrong(Put(sam, Named(false)))).GetProperty("kafka")[0].GetString()!.ShouldStartWith("edge has Kafka");
        (await sam.DeleteAsync("/api/v1/clusters/edge")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [LongFact]
    public async Task It_is_registered_given_a_Flink_and_let_go_of_on_pages()
    {
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/clusters/register");
        await sam.Page.GetByLabel("Name").FillAsync("border");
        await sam.Choose("Engine", "Flink alone");
        await Expect(sam.Page.GetByLabel("Bootstrap addresses")).ToHaveCountAsync(0);
        await Expect(sam.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" })).ToHaveCountAsync(0);
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await sam.IsAt("/clusters/border/flink$");
        await sam.Sees("Add Flink to border");

        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await sam.IsAt("/clusters/border$");
        await sam.Sees("It has no engine yet");
        foreach (var part in new[] { "Brokers", "Collector", "Schema registry", "Kafka for jobs" })
        {
            await Expect(sam.Page.GetByRole(AriaRole.Region, new() { Name = part })).ToHaveCountAsync(0);
        }

        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Add Flink" }).ClickAsync();
        await sam.Page.GetByLabel("REST API").FillAsync(_local.Flink);
        await sam.Page.GetByLabel("SQL Gateway").FillAsync(_local.SqlGateway);
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await sam.Sees("1 task manager");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await sam.IsAt("/clusters/border$");
        await sam.Sees("Task slots");
        await sam.Sees("Flink test");

        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).First.ClickAsync();
        await sam.IsAt("/clusters/border/edit$");
        await Expect(sam.Page.Locator("[name=cluster-name]")).ToHaveValueAsync("border");
        await sam.Open("/clusters/border");
        await sam.ChooseFromMenu("Deregister…");
        await sam.Sees("0 managed jobs are no longer managed or watched from here");
        await sam.Page.GetByLabel("Type border to confirm").FillAsync("border");
        await sam.InDialog("Deregister").ClickAsync();
        await sam.IsAt("/clusters$");
    }

    private async Task RefusesTopics()
    {
        const string words = "edge has no Kafka: choose a cluster that has one.";
        using var ada = await web.As("ada");
        var request = new
        {
            owner = "payments",
            reason = "needed",
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation = "create",
                    cluster = "edge",
                    name = "payments.far",
                    spec = new { partitions = 1, replication = 1 },
                },
            },
        };
        foreach (var path in new[] { "forecasts", "changes" })
        {
            using var answer = await ada.PostAsJsonAsync($"/api/v1/{path}", request);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            (
                answer.IsSuccessStatusCode
                    ? problem.GetProperty("problems").GetProperty("resources[0].cluster")
                    : problem.GetProperty("errors").GetProperty("resources[0].cluster")[0]
            )
                .GetString()
                .ShouldBe(words, path);
        }

        using var spec = new StringContent(
            """
            apiVersion: portal/v1
            kind: topic
            metadata: { name: payments.far, cluster: edge, owner: payments }
            spec:
              partitions: 1
              replication: 1
            """,
            Encoding.UTF8,
            "application/yaml"
        );
        using var planned = await ada.PostAsync("/api/v1/specs:plan?reason=needed", spec);
        (await planned.Content.ReadAsStringAsync()).ShouldContain("edge has no Kafka: name a cluster that has one.");
    }

    /// <param name="kafka">Null: left out.</param>
    private static object Named(bool? kafka, string? addresses = null) =>
        new Dictionary<string, object?>
        {
            ["name"] = "edge",
            ["environment"] = "dev",
            ["region"] = "local",
            ["addresses"] = addresses,
        }
            .Concat(kafka is { } flag ? [new("kafka", flag)] : Array.Empty<KeyValuePair<string, object?>>())
            .ToDictionary();

    private static async Task<HttpResponseMessage> Put(HttpClient sam, object cluster)
    {
        using var read = await sam.GetAsync("/api/v1/clusters/edge");
        using var edit = new HttpRequestMessage(HttpMethod.Put, "/api/v1/clusters/edge")
        {
            Content = JsonContent.Create(cluster),
        };
        edit.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        return await sam.SendAsync(edit);
    }

    private static async Task<JsonElement> Wrong(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("errors");
    }
}
