using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Requests;
using static Portal.Tests.Specs.SpecText;

namespace Portal.Tests.Specs;

/// <summary>How many resources a change holds is an option: for the form, the API and files alike.</summary>
public sealed class RequestLimitTests(RequestLimitTests.ThreeAtMost web) : IClassFixture<RequestLimitTests.ThreeAtMost>
{
    private const string Words = "A change holds at most 3 resources; split it.";

    [Theory]
    [InlineData("changes")]
    [InlineData("forecasts")]
    public async Task The_API_refuses_more_and_names_the_limit(string path)
    {
        using var ada = await web.As("ada");
        using var answer = await ada.PostAsJsonAsync(
            $"/api/v1/{path}",
            new
            {
                owner = "payments",
                reason = "needed",
                resources = Enumerable
                    .Range(0, 4)
                    .Select(i => new
                    {
                        kind = "topic",
                        operation = "create",
                        cluster = "dev",
                        name = $"limited.{i}",
                        spec = new { partitions = 1, replication = 1 },
                    }),
            }
        );

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var problems = path == "changes" ? body.GetProperty("errors") : body.GetProperty("problems");
        problems.GetProperty("resources").ToString().ShouldContain(Words);
        answer.StatusCode.ShouldBe(path == "changes" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_form_says_so_before_it_is_sent()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, "limited.form"), CancellationToken.None);
        foreach (var name in new[] { "b", "c", "d" })
        {
            await model.Add(TopicKind.Word);
            await model.Type(form => form.Resources[^1].Name = $"limited.form.{name}");
        }

        model.Value!.Problem("resources").ShouldBe(Words);
        (await model.Send()).ShouldBeNull();
    }

    [Fact]
    public async Task Files_are_cut_into_changes_of_as_many_with_what_depends_on_each_other_in_one()
    {
        var text =
            Topic("cut.first")
            + Topic("cut.orders")
            + Topic("cut.last")
            + Schema("cut.orders-value", "cut.money")
            + Schema("cut.money");

        var plan = await web.Specs("plan", text, "ada");

        Names(plan).ShouldBe(["cut.first", "cut.orders cut.orders-value cut.money", "cut.last"]);
        plan.GetProperty("changes").EnumerateArray().ShouldAllBe(change => change.Count("after") == 0);
    }

    [Fact]
    public async Task What_no_change_holds_is_requested_in_order_and_says_what_has_to_be_applied_first()
    {
        var text = string.Concat(
            Enumerable.Range(0, 5).Reverse().Select(i => Schema($"chain.{i}", i == 0 ? null : $"chain.{i - 1}"))
        );

        var plan = await web.Specs("plan", text, "ada");
        using var terminal = await Send("plan", text, "text/plain");
        var words = await terminal.Content.ReadAsStringAsync();
        using var applied = await Send("apply", text, "application/json");
        var changes = (await applied.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changes");

        Names(plan).ShouldBe(["chain.2 chain.1 chain.0", "chain.4 chain.3"]);
        plan.GetProperty("changes")[1].GetProperty("after").GetRawText().ShouldBe("[0]");
        words.ShouldContain("Depends on an earlier change of these: apply that first.");
        changes[1].GetProperty("after")[0].GetInt64().ShouldBe(changes[0].GetProperty("change").GetInt64());
        using var again = await Send("apply", text + Schema("chain.5", "chain.4"), "text/plain");
        (await again.Content.ReadAsStringAsync()).ShouldContain("Requested already by change");
    }

    private static string[] Names(JsonElement plan) =>
        [
            .. plan.GetProperty("changes")
                .EnumerateArray()
                .Select(change =>
                    string.Join(
                        ' ',
                        change
                            .GetProperty("resources")
                            .EnumerateArray()
                            .Select(r => r.GetProperty("on").GetProperty("name").GetString())
                    )
                ),
        ];

    private async Task<HttpResponseMessage> Send(string act, string text, string accept)
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var body = new StringContent(text, Encoding.UTF8, "application/yaml");
        var answer = await ada.PostAsync($"/api/v1/specs:{act}?reason=needed", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static string Topic(string name) => Document("topic", name, "partitions: 1\n  replication: 1");

    public sealed class ThreeAtMost : IdleWeb
    {
        protected override Dictionary<string, string?> Settings =>
            new(StringComparer.Ordinal) { ["Portal:Requests:MostResources"] = "3" };
    }
}
