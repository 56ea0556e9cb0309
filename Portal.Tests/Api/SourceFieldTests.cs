using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Jobs;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>How a job reads a topic, against the topic as it was last seen: what is wrong stands beside the field, before anything is planned.</summary>
public sealed class SourceFieldTests(WatchedWeb web) : IClassFixture<WatchedWeb>, IAsyncLifetime
{
    private const string Words = "The field note is STRING, which is no time. It can be at.";

    public async Task InitializeAsync()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        if (await db.Set<SeenSubject>().AnyAsync(s => s.Name == "timed-value"))
        {
            return;
        }

        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == web.Dev);
        foreach (var kind in new[] { EndpointKind.Registry, EndpointKind.Flink, EndpointKind.SqlGateway })
        {
            cluster.Endpoints.Add(new() { Kind = kind, Addresses = "http://127.0.0.1:27998" });
        }

        foreach (var topic in new[] { "timed", "counts" })
        {
            db.Add(
                new SeenTopic
                {
                    ClusterId = web.Dev,
                    Name = topic,
                    TopicId = Guid.CreateVersion7(web.Now),
                    Partitions = 1,
                    Replication = 1,
                    IsInternal = false,
                    Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(
                        "cleanup.policy",
                        new("delete", true)
                    ),
                    FirstSeenAt = web.Now,
                    SeenAt = web.Now,
                }
            );
        }

        db.Add(
            new SeenSubject
            {
                ClusterId = web.Dev,
                Name = "timed-value",
                Newest = 1,
                FirstSeenAt = web.Now,
                SeenAt = web.Now,
            }
        );
        db.Add(
            new SeenSchema
            {
                ClusterId = web.Dev,
                Subject = "timed-value",
                Version = 1,
                SchemaId = 1,
                Type = SchemaType.Json,
                Text =
                    """{"type":"object","required":["at","note"],"properties":{"at":{"type":"string","format":"date-time"},"note":{"type":"string"}}}""",
                Refs = [],
                FirstSeenAt = web.Now,
            }
        );
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_field_that_is_no_event_time_is_refused_with_the_request_and_one_that_is_isnt()
    {
        using var ada = await web.As("ada");

        (await Fields(ada, new { topic = "dev-eu-1.timed", eventTime = "note" })).ShouldBe([
            ("resources[0].spec.sources[0].eventTime", Words),
        ]);
        var (field, words) = (
            await Fields(
                ada,
                new
                {
                    topic = "dev-eu-1.timed",
                    key = "id",
                    upsert = true,
                }
            )
        ).ShouldHaveSingleItem();
        field.ShouldBe("resources[0].spec.sources[0].upsert");
        words.ShouldStartWith("Its cleanup.policy is delete");
        (await Fields(ada, new { topic = "dev-eu-1.timed", eventTime = "at" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_a_file_it_is_refused_at_its_line()
    {
        using var ada = await web.As("ada");
        using var file = new StringContent(
            """
            apiVersion: portal/v1
            kind: job
            metadata:
              name: from-file
              cluster: dev-eu-1
              owner: payments
            spec:
              statements: INSERT INTO `dev-eu-1`.counts SELECT note FROM `dev-eu-1`.timed
              sources:
                - topic: dev-eu-1.timed
                  eventTime: note
            """,
            Encoding.UTF8,
            "application/yaml"
        );

        using var answer = await ada.PostAsync("/api/v1/specs:plan", file);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldContain(Words);
        body.ShouldContain("11");
    }

    [Fact]
    public async Task Records_that_begin_with_a_schema_id_are_seen_where_a_topic_is_read_as_JSON()
    {
        var definition = JobWorlds.Spec("INSERT INTO `dev-eu-1`.counts SELECT note FROM `dev-eu-1`.timed").Definition;
        (await Undecodable()).ShouldBeNull();
        await using var db = await web.Store.CreateDbContextAsync();
        var timed = await db.Set<SeenTopic>().SingleAsync(topic => topic.Name == "timed");
        db.Add(
            new SchemaSample
            {
                ClusterId = web.Dev,
                Topic = "timed",
                TopicId = timed.TopicId,
                Records = 80,
                Ids = [new(RecordPart.Key, 1, 7, 70, web.Now), .. Enumerable.Range(1, 2).Select(Values)],
                Carried = [1, 2],
                TakenAt = web.Now,
                TriedAt = web.Now,
            }
        );
        await db.SaveChangesAsync();

        (await Undecodable()).ShouldNotBeNull().ShouldStartWith("Of its newest 80 records 60 have a value");

        SchemaIdUse Values(int id) => new(RecordPart.Value, id, 30, 900, web.Now);

        async Task<string?> Undecodable() =>
            (
                await web
                    .Services.GetRequiredService<JobTopics>()
                    .Requested(web.Dev, "timed-counts", definition, PlannedTopics.None, CancellationToken.None)
            )
                .Single(table => !table.IsWritten)
                .Undecodable;
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("canceled")]
    public async Task A_job_is_not_cancelled_by_its_state_and_the_answer_says_by_what(string state)
    {
        using var ada = await web.As("ada");
        using var answer = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "It isn't needed any more.",
                resources = new[]
                {
                    new
                    {
                        kind = "job",
                        operation = "update",
                        cluster = "dev-eu-1",
                        name = "timed-counts",
                        spec = new { statements = "INSERT INTO `dev-eu-1`.counts SELECT 1", state },
                    },
                },
            }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(
            "This isn't the spec of a job: its state is running or suspended. To cancel a job, delete it: a change with the operation delete."
        );
    }

    [Theory]
    [InlineData("""{"state": "\ud800"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"\ud800": 1}""", HttpStatusCode.BadRequest)]
    public async Task Half_a_character_in_a_job_s_spec_is_refused(string spec, HttpStatusCode status)
    {
        using var ada = await web.As("ada");
        using var body = new StringContent(
            $$"""
            {"owner": "payments", "reason": "It is needed.", "resources": [
              {"kind": "job", "operation": "update", "cluster": "dev-eu-1", "name": "timed-counts", "spec": {{spec}} }]}
            """,
            System.Text.Encoding.UTF8,
            "application/json"
        );

        using var answer = await ada.PostAsync("/api/v1/changes", body);

        answer.StatusCode.ShouldBe(status);
    }

    private static async Task<IReadOnlyList<(string Field, string Words)>> Fields(HttpClient who, object source)
    {
        using var answer = await who.PostAsJsonAsync(
            "/api/v1/changes",
            new
            {
                owner = "payments",
                reason = "by its own time",
                resources = new[]
                {
                    new
                    {
                        kind = "job",
                        operation = "create",
                        cluster = "dev-eu-1",
                        name = "timed-counts",
                        spec = new
                        {
                            statements = "INSERT INTO `dev-eu-1`.counts SELECT note FROM `dev-eu-1`.timed",
                            sources = new[] { source },
                        },
                    },
                },
            }
        );
        if (answer.IsSuccessStatusCode)
        {
            return [];
        }

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return
        [
            .. problem
                .GetProperty("errors")
                .EnumerateObject()
                .Select(error => (error.Name, error.Value[0].GetString()!)),
        ];
    }
}
