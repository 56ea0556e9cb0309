using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Requests;
using Portal.Web.Layout;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>The studio without a browser, beside a Flink that nobody reaches: what is typed is kept, and becomes a request.</summary>
public sealed class StudioModelTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Cluster = "prod-eu-1";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Statements_survive_a_flink_that_is_down_and_the_form_of_the_request_goes_on_with_them()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, Cluster, "payments.captured"), Never);
        studio.Value!.Job.Statements.ShouldBe("SELECT *\nFROM `prod-eu-1`.`payments.captured`\n");
        StudioMarks.NotAJob(studio.Value)!.ShouldContain("begin a statement with INSERT INTO");

        const string statements = "INSERT INTO `prod-eu-1`.`orders.late`\nSELECT * FROM `prod-eu-1`.`payments.late`";
        await studio.Type(job => job.Statements = statements);

        var known = studio.Value!.Verdict.ShouldBeOfType<StudioVerdict.Checked>().Explanation;
        // Nobody has seen these topics, so their tables can't be made: each is a fault at its place.
        known.Faults.Select(f => (f.Line, f.Column)).ShouldBe([(1, 13), (2, 15)]);
        known.Notes.ShouldContain(note => note.Name == JobLint.ExactlyOnce);

        var draft = (await studio.Leave()).ShouldNotBeNull();
        using var form = seat.Model<RequestModel>();
        form.Address = Addresses.RequestJob;
        await form.Resume(draft, Never);
        ((JobForm)form.Value!.Form.First).Statements.ShouldBe(statements);
        await form.Type(request => request.First.Name = "orders-copy");

        using var again = seat.Model<StudioModel>();
        await again.Open(new StudioStart(draft, null, null), Never);
        again.Value!.Job.Statements.ShouldBe(statements);
    }

    [Fact]
    public async Task Only_the_newest_text_is_checked_and_a_blank_one_is_not()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, null, null), Never);
        await studio.Check();
        studio.Value!.Verdict.ShouldBeOfType<StudioVerdict.Blank>();

        var first = studio.Type(job => job.Statements = "SELECT 'not ended");
        studio.Value!.Verdict.ShouldBeOfType<StudioVerdict.Checking>();
        StudioMarks.Of(studio.Value).ShouldBeEmpty("what stood there before was about another text");
        await studio.Type(job => job.Statements = "SELECT\n'not ended");
        await first;

        StudioMarks.Of(studio.Value!).ShouldHaveSingleItem().Line.ShouldBe(2);
    }

    [Fact]
    public async Task A_preview_while_the_store_is_silent_is_refused_in_words_and_what_is_written_stays()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>(services =>
            ActivatorUtilities.CreateInstance<StudioPreviews>(
                services,
                ActivatorUtilities.CreateInstance<RowPreviewer>(services, new JobTopics(new SilentStore()))
            )
        );
        await studio.Open(new StudioStart(null, Cluster, "payments.captured"), Never);

        await studio.RunPreview();

        studio.Preview.ShouldBeOfType<StudioPreview.Refused>().Words.ShouldContain("What you typed stays.");
        studio.Value!.Job.Statements.ShouldBe("SELECT *\nFROM `prod-eu-1`.`payments.captured`\n");
    }

    [Fact]
    public async Task What_came_of_a_preview_is_not_shown_for_another_draft()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, Cluster, "payments.late"), Never);
        await studio.RunPreview();
        // Nobody has seen this topic, so it is no table.
        studio.Preview.ShouldBeOfType<StudioPreview.Shown>().Outcome.Faults.ShouldNotBeEmpty();

        await studio.Open(new StudioStart(null, Cluster, "payments.captured"), Never);

        studio.Preview.ShouldBeOfType<StudioPreview.None>();
    }

    [Fact]
    public async Task Who_is_in_no_team_writes_and_nothing_is_sent_to_a_flink()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "noor");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, Cluster, "orders"), Never);

        await studio.Check();

        studio.Value!.Verdict.ShouldBeOfType<StudioVerdict.Refused>().Words.ShouldStartWith("Only members of a team");
    }

    [Fact]
    public async Task Topics_of_the_environment_are_completed_and_of_very_many_those_that_go_on_with_what_is_written()
    {
        await web.ReadJobs();
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, Cluster, "zz.last"), Never);
        var prod = web.Health.Current.Values.Single(c => c.Name == Cluster);
        var sample = prod.Topics["orders"];
        var many = prod with
        {
            Topics = prod.Topics.AddRange(
                Enumerable
                    .Range(0, 9_000)
                    .Select(n => $"a{n:D4}")
                    .Append("zz.last")
                    .Select(n => KeyValuePair.Create(n, sample with { Name = n }))
            ),
        };

        var all = JsonSerializer.Deserialize<JsonElement>(
            StudioVocabulary.Of([many, .. web.Health.Current.Values.Where(c => c.Name != Cluster)], studio.Value!)
        );

        var topics = all.GetProperty("topics");
        topics.EnumerateObject().Select(c => c.Name).ShouldBe([Cluster], "dev is another environment");
        var names = topics.GetProperty(Cluster).EnumerateArray().Select(t => t.GetString()).ToList();
        names.Count.ShouldBe(400);
        names[0].ShouldBe("zz.last");
    }
}
