using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Tests.Api;
using Portal.Tests.Pages;

namespace Portal.Tests.Specs;

/// <summary>Labels from a file into the portal's record and back, of each kind, and past the clusters.</summary>
public sealed class SpecLabelTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    [Fact]
    public async Task Each_kind_is_labelled_applied_and_exported_as_it_was_written()
    {
        var text =
            Document("topic", "labelled.orders", "partitions: 3\n  replication: 1")
            + Document("schema", "labelled.orders-value", "type: AVRO\n  schema: '\"string\"'\n  compatibility: FULL")
            + Document("service-account", "labelled-app", "mechanism: scram-sha512")
            + Document(
                "access",
                "labelled-app-reads",
                "principal: User:labelled-app\n  mode: read\n  topic: labelled.orders\n  group: labelled-app"
            );
        var asked = await web.Specs("apply", text, "ada");
        var change = new ChangeId(asked.GetProperty("changes")[0].GetProperty("change").GetInt64());
        await web.World.Reaches(change, ChangeState.PendingApproval);
        await web.World.Approve(change);
        await web.World.Reaches(change, ChangeState.Applied);

        var exported = await web.Exported("ada");

        exported.Split("cost-centre: \"4711\"").Length.ShouldBe(5, exported);
        foreach (var same in new[] { text, exported })
        {
            var plan = await web.Specs("plan", same, "ada");
            plan.Count("changes").ShouldBe(0, plan.GetRawText());
            (await web.Specs("apply", same, "ada")).Count("changes").ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_label_is_a_change_of_the_portals_record_alone()
    {
        await Applied(Topic("labelled.alone", "4711"));
        var acts = new List<string>();
        web.World.Kafka.AfterAct = acts.Add;

        var change = await Applied(Topic("labelled.alone", "4712"));
        web.Clear();

        acts.ShouldBeEmpty();
        (await web.World.View(change)).Row.Title.ShouldBe("Label labelled.alone");
        (await web.World.View(change)).Run.ShouldBeNull();
        (await Labels("labelled.alone")).ShouldBe("cost-centre=4712");
        await Applied(Topic("labelled.alone", label: null));
        (await Labels("labelled.alone")).ShouldBe("", "a document says the whole of its resource");
    }

    [Fact]
    public async Task A_request_that_says_nothing_of_labels_leaves_them()
    {
        await Applied(Topic("labelled.stays", "4711"));
        using var ada = await web.As("ada");

        await Reaches(await Change(ada, "labelled.stays", "grown", labels: null));
        (await Labels("labelled.stays")).ShouldBe("cost-centre=4711");

        await Reaches(await Change(ada, "labelled.stays", "grown", new() { ["on-call"] = "yes" }));
        (await Labels("labelled.stays")).ShouldBe("on-call=yes");

        await Reaches(await Change(ada, "labelled.stays", "grown", []));
        (await Labels("labelled.stays")).ShouldBe("");
    }

    [Fact]
    public async Task Labels_that_were_set_before_a_request_without_any_is_applied_stay()
    {
        await Applied(Topic("labelled.meanwhile", "4711"));
        using var ada = await web.As("ada");
        var grows = new ChangeId(await Change(ada, "labelled.meanwhile", "grown", labels: null, partitions: 6));
        await web.World.Reaches(grows, ChangeState.PendingApproval);

        await Applied(Topic("labelled.meanwhile", "4712"));
        await web.World.Approve(grows);
        await Reaches(grows.Value);

        (await Labels("labelled.meanwhile")).ShouldBe("cost-centre=4712");
        (await web.World.View(grows)).Checks.ShouldNotContain(check => check.Name.StartsWith("undoes"));
        web.World.Kafka.Topic("labelled.meanwhile")!.Partitions.ShouldBe(6);
    }

    [Fact]
    public async Task Who_edits_labels_changes_those_and_none_that_were_set_meanwhile()
    {
        await Applied(Topic("labelled.edited", "4711"));
        using var ada = await web.As("ada");
        Dictionary<string, string> seen = new() { ["cost-centre"] = "4711" };
        await Reaches(await Change(ada, "labelled.edited", "", new(seen) { ["theirs"] = "1" }));

        await Reaches(await Change(ada, "labelled.edited", "", new(seen) { ["mine"] = "1" }, baseLabels: seen));

        (await Labels("labelled.edited")).ShouldBe("cost-centre=4711, mine=1, theirs=1");
    }

    [Fact]
    public async Task An_edit_of_labels_that_is_read_and_sent_again_keeps_those_that_were_set_meanwhile()
    {
        await Applied(Topic("labelled.again", "4712"));
        using var ada = await web.As("ada");
        Dictionary<string, string> seen = new() { ["cost-centre"] = "4712" };
        Dictionary<string, string> mine = new(seen) { ["mine"] = "1" };
        var id = new ChangeId(await Change(ada, "labelled.again", "", mine, partitions: 6, baseLabels: seen));
        await web.World.Reaches(id, ChangeState.PendingApproval);
        await web.World.SendBack(id);
        await Reaches(await Change(ada, "labelled.again", "", new(seen) { ["theirs"] = "1" }));

        using var read = await ada.GetAsync($"/api/v1/changes/{id}");
        using var again = await PlannedChanges.Again(read);
        using var sent = await ada.SendAsync(again);

        sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync());
        await web.World.Reaches(id, ChangeState.PendingApproval);
        await web.World.Approve(id);
        await Reaches(id.Value);
        (await Labels("labelled.again")).ShouldBe("cost-centre=4712, mine=1, theirs=1");
    }

    [Theory]
    [InlineData("labels: [a]", ":7:3: Labels are a mapping")]
    [InlineData("labels: words", ":7:3: Labels are a mapping")]
    [InlineData("labels: { a: [1] }", ":7:13: The label a isn't a text")]
    [InlineData("labels: { a: }", ":7:13: The label a isn't a text")]
    [InlineData("labels: { Upper: x }", ":7:13: A label's key has at most 63")]
    [InlineData("labels: { a: '' }", ":7:13: A label's value is one line")]
    [InlineData("labels: { a: 1, a: 2 }", ":7:19: a is here twice.")]
    public async Task What_is_wrong_with_a_label_is_said_where_it_stands(string labels, string words)
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Add("Accept", "text/plain");

        using var answer = await ada.PostAsync(
            "/api/v1/specs:plan",
            new StringContent(
                Topic("labelled.wrong", "4711").Replace("labels: { cost-centre: 4711 }", labels),
                Encoding.UTF8,
                "application/yaml"
            )
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    private static string Topic(string name, string? label) =>
        Document("topic", name, "partitions: 3\n  replication: 1", label);

    private static string Document(string kind, string name, string spec, string? label = "4711")
    {
        var labels = label is null ? "" : $"labels: {{ cost-centre: {label} }}";
        return $$"""
            ---
            kind: {{kind}}
            metadata:
              name: {{name}}
              cluster: dev
              owner: payments
              {{labels}}
            apiVersion: portal/v1
            spec:
              {{spec}}

            """;
    }

    private async Task<ChangeId> Applied(string text)
    {
        var answer = await web.Specs("apply", text, "ada");
        var change = answer.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty("change");
        return await Reaches(change.GetInt64());
    }

    private async Task<ChangeId> Reaches(long change)
    {
        await web.World.Reaches(new(change), ChangeState.Applied);
        return new(change);
    }

    private static async Task<long> Change(
        HttpClient person,
        string topic,
        string description,
        Dictionary<string, string>? labels,
        int partitions = 3,
        Dictionary<string, string>? baseLabels = null
    )
    {
        var spec = new
        {
            partitions,
            replication = 1,
            description,
        };
        using var answer = await person.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "needed",
                resources = new[]
                {
                    new
                    {
                        kind = "topic",
                        operation = "update",
                        cluster = "dev",
                        name = topic,
                        spec,
                        @base = baseLabels is null ? null : spec with { partitions = 3 },
                        labels,
                        baseLabels,
                    },
                },
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return made.GetProperty("change").GetProperty("id").GetInt64();
    }

    private async Task<string> Labels(string topic)
    {
        await using var db = await web.World.Open();
        var resource = await db.Set<Resource>().AsNoTracking().SingleAsync(r => r.Name == topic && r.GoneAt == null);
        var labels = resource.Read(web.World.Get<ResourceKinds>()).Labels.Values;
        return string.Join(", ", labels.Select(label => $"{label.Key}={label.Value}"));
    }
}
