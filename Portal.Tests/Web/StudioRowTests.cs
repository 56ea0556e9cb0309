using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Web.Features.Jobs.Studio;

namespace Portal.Tests.Web;

/// <summary>What came of a preview has its age, and is marked once anything that it is of was edited.</summary>
public sealed class StudioRowTests()
    : PartTests(services => services.AddSingleton(Options.Create(new PreviewOptions())))
{
    private const string Former = "Of what was written and chosen before";
    private static readonly PreviewQuery Query = new("prod-eu-1", "SELECT id FROM a", [], PreviewFrom.Earliest);

    private static IReadOnlyList<JobSource> ByKey => [new JobSource("a", null, null, null, ["id"])];

    private static readonly PreviewOutcome Rows = new(
        new RowPreview(
            [new TableColumn("id", "INT")],
            [
                ["99"],
            ],
            PreviewEnd.Whole,
            TimeSpan.FromSeconds(2)
        ),
        [],
        null
    );

    [Fact]
    public void Rows_are_of_what_was_written_and_chosen_when_they_were_read()
    {
        Shown(Rows, Query).ShouldNotContain(Former);

        Shown(Rows, Query with { Statements = "SELECT id FROM b" }).ShouldContain(Former);
        Shown(Rows, Query with { Cluster = "dev-eu-1" }).ShouldContain(Former);
        Shown(Rows, Query with { From = PreviewFrom.LastHour }).ShouldContain(Former);
        Shown(Rows, Query with { Sources = ByKey }).ShouldContain(Former);
    }

    [Fact]
    public void The_same_written_and_chosen_again_is_what_they_are_of()
    {
        var byKey = Query with { Sources = ByKey };

        Shown(Rows, byKey with { Sources = ByKey }, byKey).ShouldNotContain(Former);
        Shown(Rows, new("prod-eu-1", "SELECT id FROM a", ByKey, PreviewFrom.Earliest), byKey).ShouldNotContain(Former);
        Shown(Rows, Query, byKey).ShouldContain(Former);
    }

    [Fact]
    public void Rows_have_their_age() => Shown(Rows, Query).ShouldContain("Read 3 min ago.");

    [Fact]
    public void Errors_and_a_silence_are_of_the_query_before_too()
    {
        var faults = PreviewOutcome.Refused(new SqlFault(1, 8, "There is no column id."));
        var silence = new PreviewOutcome(null, [], "The Flink doesn't answer.");
        var edited = Query with { Statements = "SELECT key FROM a" };

        foreach (var outcome in new[] { faults, silence })
        {
            Shown(outcome, Query).ShouldNotContain(Former);
            Shown(outcome, edited).ShouldContain($"{Former}, 3 min ago.");
        }
    }

    private string Shown(PreviewOutcome outcome, PreviewQuery now, PreviewQuery? of = null)
    {
        var preview = new StudioPreview.Shown(outcome, of ?? Query, Clock.GetUtcNow().AddMinutes(-3));
        return string.Join(
            ' ',
            Render<StudioRows>(p => p.Add(r => r.Preview, preview).Add(r => r.Now, now))
                .Find(".region")
                .TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
    }
}
