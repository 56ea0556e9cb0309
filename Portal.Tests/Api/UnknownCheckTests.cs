using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Changes;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;

namespace Portal.Tests.Api;

/// <summary>What could not be checked, from the request to the engine: somebody of Platform has to override it, knowing so.</summary>
public sealed class UnknownCheckTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));

    [Fact]
    public async Task A_check_whose_answer_is_unknown_holds_a_change_until_Platform_overrides_it()
    {
        await web.World.ManageSchema("invoices-value", First, CompatibilityLevel.Backward);
        var id = await Ask("invoices-value");
        await web.World.Reaches(new(id), ChangeState.PendingApproval);

        var waiting = await Read(id);

        waiting
            .GetProperty("checks")
            .EnumerateArray()
            .Single(c => c.GetProperty("verdict").GetString() == "unknown")
            .GetProperty("words")
            .GetString()!
            .ShouldContain("FULL is set first");
        var step = waiting
            .GetProperty("approvals")
            .EnumerateArray()
            .Single(a => a.GetProperty("isOverride").GetBoolean());
        step.GetProperty("title").GetString().ShouldBe("Override: compatibility · invoices-value");
        step.GetProperty("team").GetString().ShouldBe("platform");
        (await Approve("grace", waiting)).ShouldBe(HttpStatusCode.Forbidden, "Grace approves for Payments only");
        (await Read(id)).GetProperty("change").GetProperty("state").GetString().ShouldBe("pending-approval");

        (await Approve("sam", waiting)).ShouldBe(HttpStatusCode.OK);

        await web.World.Reaches(new(id), ChangeState.Applied);
        var live = await web.World.LiveSchema("invoices-value");
        (live!.Newest.Version, live.Level).ShouldBe((2, CompatibilityLevel.Full));
    }

    [Fact]
    public async Task A_forecast_says_which_resource_each_check_and_each_approval_is_about()
    {
        using var ada = await web.As("ada");
        using var asked = await ada.PostAsJsonAsync(
            "/api/v1/forecasts",
            new
            {
                owner = "payments",
                reason = "For a test.",
                resources = new[] { "first", "second" }.Select(name => new
                {
                    kind = "topic",
                    operation = "create",
                    cluster = "prod",
                    name = $"forecast.{name}",
                    spec = new { partitions = 3, replication = name == "first" ? 1 : 3 },
                }),
            }
        );
        var forecast = await asked.Content.ReadFromJsonAsync<JsonElement>();

        OfWhich(forecast, "checks", "name", "min.insync.replicas · forecast.first")
            .ShouldBe(["topic forecast.first on prod"], forecast.ToString());
        OfWhich(forecast, "approvals", "team", "Payments")
            .ShouldBe(["topic forecast.first on prod", "topic forecast.second on prod"]);
    }

    private static IEnumerable<string> OfWhich(JsonElement forecast, string list, string field, string value) =>
        forecast
            .GetProperty(list)
            .EnumerateArray()
            .Where(item => item.GetProperty(field).GetString() == value)
            .Select(item => item.GetProperty("on"))
            .SelectMany(on => on.ValueKind == JsonValueKind.Array ? on.EnumerateArray().ToArray() : [on])
            .Select(on => $"{on.GetProperty("kind")} {on.GetProperty("name")} on {on.GetProperty("cluster")}");

    private async Task<long> Ask(string subject)
    {
        using var ada = await web.As("ada");
        using var asked = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            ChangeBody.Of(
                new
                {
                    kind = "schema",
                    operation = "update",
                    cluster = "dev",
                    name = subject,
                    spec = new
                    {
                        type = "AVRO",
                        schema = Second,
                        compatibility = "FULL",
                    },
                }
            )
        );
        var body = await asked.Content.ReadAsStringAsync();
        asked.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("change").GetProperty("id").GetInt64();
    }

    private async Task<JsonElement> Read(long id)
    {
        using var ada = await web.As("ada");
        return await ada.GetFromJsonAsync<JsonElement>($"/api/v1/changes/{id}");
    }

    private async Task<HttpStatusCode> Approve(string person, JsonElement change)
    {
        using var client = await web.As(person);
        var plan = change.GetProperty("plan");
        using var answer = await client.PostAsJsonAsync(
            $"/api/v1/changes/{change.GetProperty("change").GetProperty("id").GetInt64()}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
                comment = "Known, and wanted.",
            }
        );
        return answer.StatusCode;
    }
}
