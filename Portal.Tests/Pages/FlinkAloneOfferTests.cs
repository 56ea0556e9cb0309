using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Api;
using Portal.Web.Features.Clusters;
using Portal.Web.Features.Clusters.Endpoints;
using Portal.Web.Features.Groups;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Topics;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>Where a cluster without Kafka is offered and shown, and where it isn't.</summary>
public sealed class FlinkAloneOfferTests(WatchedWeb web) : IClassFixture<WatchedWeb>, IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;

    public async Task InitializeAsync()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        if (await db.Set<Cluster>().AnyAsync(c => c.Name == "edge"))
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var edge = new Cluster
        {
            Name = "edge",
            Environment = "dev",
            Region = "local",
            RegisteredAt = now,
            Endpoints =
            [
                new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:27998" },
                new() { Kind = EndpointKind.SqlGateway, Addresses = "http://127.0.0.1:27997" },
            ],
        };
        db.Add(edge);
        await db.SaveChangesAsync();
        db.Add(
            new FlinkReading
            {
                ClusterId = edge.Id,
                TriedAt = now,
                ReadAt = now,
                Version = "2.2.1",
                Slots = 4,
                FreeSlots = 3,
            }
        );
        await db.SaveChangesAsync();
        web.Health.Show(
            web.Sample.Cluster(edge.Id, "edge", "dev", [], []) with
            {
                HasKafka = false,
                Brokers = [],
                Collector = new(null, null, null, null, null, TimeSpan.FromSeconds(10), null, 0),
            }
        );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_is_offered_for_a_job_and_for_nothing_that_lives_on_Kafka()
    {
        await using var seat = await Seat.Of(web, "ada");

        (await Offered(seat, JobKind.Word)).ShouldContain("edge");
        foreach (var kind in new[] { TopicKind.Word, SchemaKind.Word, AccessKind.Word, AccessKind.Account })
        {
            (await Offered(seat, kind)).ShouldNotContain("edge");
        }
    }

    [Fact]
    public async Task One_without_a_SQL_Gateway_is_offered_for_JARs_and_refuses_SQL_beside_the_statements()
    {
        await Bare();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, null, null), Never);
        studio.Value!.Places.Select(place => place.Name).ShouldBe(["edge"]);

        using var form = seat.Model<RequestModel>();
        await form.Open(new RequestOf.New(JobKind.Word), Never);
        form.Value!.PlacesOf(form.Value.Form.First)
            .Select(p => (p.Name, p.StartsSql))
            .ShouldBe([("edge", true), ("bare", false)]);
        await form.Type(request =>
        {
            var job = (JobForm)request.First;
            (job.Name, job.Cluster, request.Reason) = ("copies", "bare", "Reports need it.");
            job.Statements = "INSERT INTO `dev-eu-1`.a SELECT * FROM `dev-eu-1`.b";
        });

        Wrong(form)!.ShouldStartWith("The Flink of this cluster has no SQL Gateway, so it starts no SQL.");
        await form.Type(request => request.First.Cluster = "edge");
        Wrong(form).ShouldBeNull();
        await form.Type(request => (request.First.Cluster, ((JobForm)request.First).IsJar) = ("bare", true));
        Wrong(form).ShouldBeNull();
        form.Value.Forecast!.Problems.Keys.ShouldNotContain(field => field.EndsWith("statements"));

        static string? Wrong(RequestModel form) => form.Value!.Problem(form.Value.Form.First, "statements");
    }

    [Fact]
    public async Task Lists_of_topics_and_groups_do_not_wait_for_it()
    {
        await using var seat = await Seat.Of(web, "ada");
        var topics = seat.Model<TopicsModel>();
        var groups = seat.Model<GroupsModel>();

        await topics.Load(new TopicQuery(null, null, [], [], [], false), Never);
        await groups.Load(new GroupQuery(null, null, [], [], []), Never);

        topics.Value!.Clusters.Select(c => c.Name).ShouldBe(["dev-eu-1", "prod-eu-1"]);
        groups.Value!.Clusters.Select(c => c.Name).ShouldBe(["dev-eu-1", "prod-eu-1"]);
    }

    [Fact]
    public async Task It_is_as_its_Flink_is()
    {
        await using var seat = await Seat.Of(web, "sam");
        var clusters = seat.Model<ClustersModel>();
        var cluster = seat.Model<ClusterModel>();

        await clusters.Load(Never);
        await cluster.Load("edge", Never);

        var row = clusters.Value!.Rows.Single(row => row.Name == "edge");
        (row.Condition, row.Flink!.FreeSlots).ShouldBe((new(ClusterStatus.Healthy, null), 3));
        (ClusterWords.Kind(row), ClusterWords.KindNote(row.Cluster)).ShouldBe(("Flink 2.2.1", "without Kafka"));
        (cluster.Value!.Row.Condition.Status, cluster.Value.FlinkJobs.Count).ShouldBe((ClusterStatus.Healthy, 0));
    }

    [Fact]
    public async Task The_form_of_its_Kafka_for_jobs_says_that_there_is_none()
    {
        await using var seat = await Seat.Of(web, "sam");
        var form = seat.Model<JobKafkaFormModel>();

        await form.Load("edge", Never);

        form.State.ShouldBeOfType<ViewState<JobKafkaFormView>.NotFound>().What.ShouldBe("edge has no Kafka");
    }

    [Fact]
    public async Task What_was_typed_about_Kafka_does_not_count_once_Flink_alone_is_chosen()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<ClusterFormModel>();
        await model.Load(null, Never);
        var form = model.Value!.Form;
        (form.Name, form.Addresses, form.Tls, form.Password) = ("far", "127.0.0.1:27998", true, "hunter2");
        await model.Try();
        model.Test!.Refused.ShouldNotBeNull();

        form.HasKafka = false;

        model.Test.ShouldBeNull();
        (await model.Save()).ShouldBeTrue();
        await model.Load("far", Never);
        (model.Value.Form.HasKafka, model.Value.Form.Addresses).ShouldBe((false, ""));

        using var sam = await PageClient.As(web, "sam");
        var page = await Shown(sam, "/clusters/far");
        page.ShouldContain("It has no engine yet");
        page.ShouldContain("href=\"/clusters/far/flink\">Add Flink</a>");
    }

    [Fact]
    public async Task A_second_click_on_Register_does_not_claim_that_it_is_stored()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<ClusterFormModel>();
        await model.Load(null, Never);
        (model.Value!.Form.Name, model.Value.Form.HasKafka) = ("clicked-twice", false);

        var first = model.Save();
        (await model.Save()).ShouldBeFalse();

        (await first).ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_click_on_Remove_does_not_claim_that_it_is_removed()
    {
        await Add("emptied");
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<FlinkFormModel>();
        await model.Load("emptied", Never);
        (await model.Remove()).ShouldBeTrue();

        var first = model.Remove();
        (await model.Remove()).ShouldBeFalse("the click before isn't answered yet");

        (await first).ShouldBeFalse("it has no Flink any more");
    }

    [Fact]
    public async Task Its_page_shows_what_it_has_and_nothing_of_Kafka()
    {
        using var ada = await PageClient.As(web, "ada");

        var page = await Shown(ada, "/clusters/edge");

        page.ShouldContain("Flink 2.2.1, without Kafka.");
        page.ShouldContain("3 of 4");
        page.ShouldContain("href=\"/jobs?cluster=edge&env=dev\"");
        foreach (var part in new[] { "Brokers", "Collector", "Disk", "Missing permissions", "for jobs", "no engine" })
        {
            page.ShouldNotContain(part);
        }
    }

    private async Task Bare()
    {
        var bare = await Add("bare");
        web.Health.Show(web.Sample.Cluster(bare.Id, "bare", "dev", [], []) with { HasKafka = false, Brokers = [] });
    }

    private async Task<Cluster> Add(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var cluster = new Cluster
        {
            Name = name,
            Environment = "dev",
            Region = "local",
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints = [new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:27996" }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync();
        return cluster;
    }

    private static async Task<string> Shown(PageClient client, string address)
    {
        var html = WebUtility.HtmlDecode(await client.Browser.GetStringAsync(address));
        return html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
    }

    private static async Task<IEnumerable<string>> Offered(Seat seat, ResourceKind kind)
    {
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(kind), Never);
        return model.Value!.PlacesOf(model.Value.Form.First).Select(cluster => cluster.Name);
    }
}
