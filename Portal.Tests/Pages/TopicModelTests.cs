using Portal.Core;
using Portal.Core.Health;
using Portal.Tests.Web;
using Portal.Web.Features.Overview;
using Portal.Web.Features.Topics;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Tests.Pages;

public sealed class TopicModelTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private static readonly TopicQuery _everything = new(null, null, [], [], [], Internal: false);

    [Fact]
    public async Task The_catalogue_is_what_the_address_asks_for()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicsModel>();

        await model.Load(_everything, CancellationToken.None);
        model.Value!.Rows.Count.ShouldBe(4);
        model.Value.Summary.ShouldStartWith("4 of 4 topics");

        await model.Load(_everything with { Environment = "dev" }, CancellationToken.None);
        model.Value!.Rows.ShouldHaveSingleItem().Cluster.Name.ShouldBe("dev-eu-1");

        await model.Load(_everything with { Words = "logist" }, CancellationToken.None);
        model.Value!.Rows.ShouldHaveSingleItem().Name.ShouldBe("shipments", "an owner is found by its words too");

        await model.Load(_everything with { Teams = ["payments"] }, CancellationToken.None);
        model.Value!.Rows.Select(row => row.Name).ShouldBe(["orders", "payments.captured"], ignoreOrder: true);
        model.Value.Rows.ShouldAllBe(row => row.Cluster.Name == "prod-eu-1", "dev's orders is nobody's");

        await model.Load(_everything with { Health = ["unmanaged"] }, CancellationToken.None);
        model.Value!.Rows.ShouldHaveSingleItem().Managed.ShouldBeNull();
    }

    [Fact]
    public async Task The_cluster_filter_counts_what_the_list_shows_of_each()
    {
        var before = web.Health.Current[web.Prod];
        var internals = web.Sample.Topic("__consumer_offsets", 1, LagStatus.Ok) with { IsInternal = true };
        web.Health.Show(before with { Topics = before.Topics.Add(internals.Name, internals) });
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicsModel>();

        await model.Load(_everything, CancellationToken.None);
        var shown = TopicsPage.Clusters(model.Value!);
        await model.Load(_everything with { Internal = true }, CancellationToken.None);
        var all = TopicsPage.Clusters(model.Value!);

        shown.Select(option => (option.Words, option.Count)).ShouldBe([("dev-eu-1", 1), ("prod-eu-1", 3)]);
        all.Select(option => (option.Words, option.Count)).ShouldBe([("dev-eu-1", 1), ("prod-eu-1", 4)]);
        web.ShowAll();
    }

    [Theory]
    [InlineData("nowhere", "orders", "There is no cluster nowhere")]
    [InlineData("prod-eu-1", "never.was", "There is no topic never.was on prod-eu-1")]
    public async Task What_isnt_there_says_so(string cluster, string name, string words)
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>();

        await model.Load(cluster, name, null, ChartSpan.Of(null), CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<TopicView>.NotFound>().What.ShouldBe(words);
    }

    [Fact]
    public async Task Of_a_managed_topic_that_the_cluster_has_no_more_it_is_not_claimed_who_deleted_it()
    {
        LoseShipments();
        await using var seat = await Seat.Of(web, "lin");
        var model = seat.Model<TopicModel>();

        await model.Load("prod-eu-1", "shipments", null, ChartSpan.Of(null), CancellationToken.None);

        model
            .State.ShouldBeOfType<ViewState<TopicView>.NotFound>()
            .Why.ShouldBe("The portal manages it, but the cluster doesn't have it any more.");
        web.ShowAll();
    }

    [Fact]
    public async Task A_managed_topic_that_the_cluster_has_no_more_is_listed_as_gone_and_unhealthy_in_its_team()
    {
        LoseShipments();
        await using var seat = await Seat.Of(web, "lin");
        var topics = seat.Model<TopicsModel>();
        var overview = seat.Model<OverviewModel>();

        await topics.Load(_everything with { Health = ["sick"] }, CancellationToken.None);
        await overview.Load(null, CancellationToken.None);

        var gone = topics.Value!.Rows.MaxBy(row => row.Severity)!;
        (gone.Name, gone.Status, gone.Reason).ShouldBe(("shipments", "Gone", "not on prod-eu-1 any more"));
        topics.Value.All.Count.ShouldBe(4);
        overview.Value!.Health.Unhealthy.ShouldContain(thing => thing is UnhealthyResource.GoneTopic);
        OverviewWords.Lede(overview.Value.Health).ShouldStartWith("1 topic gone");
        web.ShowAll();
    }

    [Fact]
    public async Task A_managed_topic_of_a_cluster_that_was_not_read_is_listed_as_not_seen_yet()
    {
        var before = web.Health.Current[web.Prod];
        web.Health.Show(before with { Topics = before.Topics.Remove("shipments"), Brokers = [] });
        await using var seat = await Seat.Of(web, "lin");
        var topics = seat.Model<TopicsModel>();
        var overview = seat.Model<OverviewModel>();

        await topics.Load(_everything with { Words = "shipments" }, CancellationToken.None);
        await overview.Load(null, CancellationToken.None);

        var unseen = topics.Value!.Rows.ShouldHaveSingleItem();
        (unseen.Status, unseen.Reason).ShouldBe(("Not seen yet", "prod-eu-1 has not been read yet"));
        unseen.Severity.ShouldBe(3, "above drift");
        overview.Value!.Health.TooNew.ShouldBe(1, "nobody calls it healthy");
        web.ShowAll();
    }

    [Theory]
    [InlineData("ada", true)]
    [InlineData("lin", false)]
    [InlineData("sam", true)]
    public async Task A_topic_is_ready_with_its_readers_worst_first_and_what_this_person_may(string person, bool may)
    {
        await using var seat = await Seat.Of(web, person);
        var model = seat.Model<TopicModel>();

        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);

        model.Value!.Readers.Select(group => group.Name).ShouldBe(["order-mailer", "billing"]);
        model.Value.MayChange.ShouldBe(may);
        model.Value.Rates.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("6h", 2)]
    [InlineData("24h", 10)]
    [InlineData("7d", 56)]
    public async Task A_point_of_its_chart_of_a_day_is_no_shorter_than_the_longest_time_between_even_commits(
        string span,
        int minutes
    )
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>();

        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(span), CancellationToken.None);

        model.Value!.Window.Step.ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public async Task Its_chart_is_read_once_a_round_of_the_collector()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>();
        var before = web.Health.Asked;
        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);
        var drawn = model.Value!.Rates;
        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);
        (web.Health.Asked - before).ShouldBe(1);
        model.Value!.Rates.ShouldBe(drawn);

        web.ShowAll();
        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);
        (web.Health.Asked - before).ShouldBe(2);
    }

    [Fact]
    public async Task Its_chart_goes_on_to_now_while_nobody_collects_once_a_minute()
    {
        var clock = new HandClock();
        var before = web.Health.Current[web.Prod];
        web.Health.Show(before with { Collector = before.Collector with { CycleAt = clock.GetUtcNow() } });
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>(_ => clock);
        await Load();

        clock.Pass(TimeSpan.FromHours(2));
        await Load();
        model.Value!.Window.To.ShouldBe(clock.GetUtcNow());

        var asked = web.Health.Asked;
        clock.Pass(TimeSpan.FromSeconds(15));
        await Load();
        web.Health.Asked.ShouldBe(asked);
        clock.Pass(TimeSpan.FromMinutes(1));
        await Load();
        web.Health.Asked.ShouldBe(asked + 1);
        web.ShowAll();

        Task Load() => model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);
    }

    [Fact]
    public async Task Asking_to_delete_needs_the_name_and_leads_to_a_change()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>();
        (await model.AskToDelete("orders", "Not loaded yet")).ShouldBeNull();
        await model.Load("prod-eu-1", "orders", "partitions", ChartSpan.Of(null), CancellationToken.None);
        model.Value!.Rates.ShouldBeNull("this tab draws no chart");

        (await model.AskToDelete("order", "Mistyped")).ShouldBeNull();
        model.Refused!.Kind.ShouldBe(RefusalKind.Invalid);
        (await model.AskToDelete("orders", "Nobody needs it.")).ShouldNotBeNull();
        model.Refused.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_refused_on_one_topic_is_not_shown_on_the_next()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TopicModel>();
        await model.Load("prod-eu-1", "orders", "partitions", ChartSpan.Of(null), CancellationToken.None);
        (await model.AskToDelete("order", "Mistyped")).ShouldBeNull();
        await model.Load("prod-eu-1", "orders", null, ChartSpan.Of(null), CancellationToken.None);
        model.Refused.ShouldNotBeNull("it is the same topic");

        ((IPageModel)model).MoveOn();
        await model.Load("prod-eu-1", "payments.captured", null, ChartSpan.Of(null), CancellationToken.None);

        model.Refused.ShouldBeNull();
    }

    // Its cluster was read well after it was last changed, and has it no more.
    private void LoseShipments()
    {
        var before = web.Health.Current[web.Prod];
        web.Health.Show(
            before with
            {
                Topics = before.Topics.Remove("shipments"),
                Brokers = [.. before.Brokers.Select(broker => broker with { NamedAt = web.Now.AddMinutes(2) })],
            }
        );
    }
}
