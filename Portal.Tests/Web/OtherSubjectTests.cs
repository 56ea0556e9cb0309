using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Pages;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Topics;
using Portal.Web.Identity;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>A page goes on to another resource with the same parts: what was typed or refused about one isn't there for the next.</summary>
public sealed class OtherSubjectTests : PartTests
{
    // Nothing is sent here, and nobody who looks may give anything away.
    public OtherSubjectTests()
        : base(services =>
            services
                .AddSingleton(new KindViews([]))
                .AddSingleton(new PageRequest(null!, null!, null!, null!, null!))
                .AddSingleton(here => new OwnerChoices(null!, here.GetRequiredService<Me>()))
        ) { }

    private Sample Sample => new(Clock.GetUtcNow());

    [Fact]
    public void A_reason_to_settle_one_change_is_not_given_for_another()
    {
        var stuck = Render<StuckRun>(p =>
            p.Add(s => s.Change, Stuck(1))
                .Add(s => s.Offers, new ChangeOffers(false, false, false, false, false, true, false, null))
        );
        var shown = Render<RadzenDialog>();
        Click(stuck, "Settle…");
        shown.Find("#settle-why").Input("The broker is back.");
        Click(shown, "Not yet");
        Click(stuck, "Settle…");
        shown.Find("#settle-why").GetAttribute("value").ShouldBe("The broker is back.");
        Click(shown, "Not yet");

        stuck.Render(p => p.Add(s => s.Change, Stuck(2)));
        Click(stuck, "Settle…");

        shown.Find("#settle-why").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task A_reason_to_cancel_one_job_is_not_given_for_another()
    {
        var dialog = Render<CancelJobDialog>(p =>
            p.Add(d => d.View, Job("sums")).Add(d => d.Ask, (_, _) => Task.FromResult<Refusal?>(null))
        );
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(() => dialog.Instance.Open());
        shown.Find("#cancel-why").Input("It is replaced.");
        Click(shown, "Keep it");
        await dialog.InvokeAsync(() => dialog.Instance.Open());
        shown.Find("#cancel-why").GetAttribute("value").ShouldBe("It is replaced.");
        Click(shown, "Keep it");

        dialog.Render(p => p.Add(d => d.View, Job("counts")));
        await dialog.InvokeAsync(() => dialog.Instance.Open());

        shown.Find("#cancel-why").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public void A_reason_to_adopt_one_topic_is_not_given_for_another()
    {
        var overview = Render<TopicOverview>(p => p.Add(o => o.Topic, Topic("orders", isManaged: true)));
        var shown = Render<RadzenDialog>();
        Click(overview, "Adopt as it is…");
        shown.Find("#adopt-why").Input("It was set by hand.");
        Click(shown, "Keep the drift");
        overview.Render(p => p.Add(o => o.Topic, Topic("orders", isManaged: true)));
        Click(overview, "Adopt as it is…");
        shown.Find("#adopt-why").GetAttribute("value").ShouldBe("It was set by hand.");
        Click(shown, "Keep the drift");

        overview.Render(p => p.Add(o => o.Topic, Topic("refunds", isManaged: true)));
        Click(overview, "Adopt as it is…");

        shown.Find("#adopt-why").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public void What_is_given_to_a_team_begins_anew_with_each_topic()
    {
        var overview = Render<TopicOverview>(p => p.Add(o => o.Topic, Topic("orders", isManaged: false)));
        var orders = overview.FindComponent<GiveToTeam>().Instance;
        overview.Render(p => p.Add(o => o.Topic, Topic("orders", isManaged: false)));
        overview.FindComponent<GiveToTeam>().Instance.ShouldBeSameAs(orders);

        overview.Render(p => p.Add(o => o.Topic, Topic("refunds", isManaged: false)));

        overview.FindComponent<GiveToTeam>().Instance.ShouldNotBeSameAs(orders);
    }

    private static void Click<T>(IRenderedComponent<T> part, string words)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        part.FindAll("button").Single(button => button.TextContent.Trim() == words).Click();

    private ChangeView Stuck(long id)
    {
        var change = VotedChange.At(Clock.GetUtcNow(), id);
        return change with { Row = change.Row with { State = ChangeState.Stuck } };
    }

    private static JobView Job(string name) =>
        new(
            new JobDetails(
                new("main", "prod", name, new(JobHealth.Stable, "It is stable."), null, null, null, null, Drifts: 0),
                new FlinkRow(new ClusterId(1), "main", "prod", true, "http://127.0.0.1:9", null, null),
                [],
                [],
                [],
                [],
                null,
                []
            ),
            [],
            MayChange: true,
            null
        );

    private TopicView Topic(string name, bool isManaged)
    {
        var now = Clock.GetUtcNow();
        var topic = Sample.Topic(name, 1, LagStatus.Ok);
        var cluster = Sample.Cluster(new ClusterId(1), "main", "prod", [topic], []);
        var managed = new ManagedTopic(
            new ResourceId(1),
            cluster.Id,
            name,
            "payments",
            "Payments",
            new TopicSpec(2, 3, TopicSpec.NoConfigs, ""),
            now,
            now,
            1
        );
        var drift = new Drift
        {
            ResourceId = new(1),
            Field = "partitions",
            Wanted = "2",
            Live = "1",
            FirstSeenAt = now,
            SeenAt = now,
        };
        return new(
            new TopicRow(cluster, topic, isManaged ? managed : null),
            [],
            [],
            isManaged ? [drift] : [],
            null,
            new(now, now),
            null,
            [],
            MayChange: true
        );
    }
}
