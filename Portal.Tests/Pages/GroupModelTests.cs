using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Jobs;
using Portal.Web.Features.Groups;
using Portal.Web.Features.Overview;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Tests.Pages;

public sealed class GroupModelTests : IClassFixture<WatchedWeb>
{
    private readonly WatchedWeb _web;

    public GroupModelTests(WatchedWeb web)
    {
        _web = web;
        web.ShowAll();
    }

    [Fact]
    public async Task The_list_is_what_the_address_asks_for_the_furthest_behind_first()
    {
        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupsModel>();
        var query = new GroupQuery("prod", null, [], [], []);

        await model.Load(query, CancellationToken.None);
        model.Value!.Rows[0].Group.Name.ShouldBe("order-mailer");
        model.Value.Rows.Count.ShouldBe(5);

        await model.Load(query with { Health = ["stalled"] }, CancellationToken.None);
        model.Value!.Rows.ShouldHaveSingleItem();
        model.Value.Summary.ShouldBe("1 of 5 groups · 1 stalled");
    }

    [Theory]
    [InlineData("nowhere", "ledger-writer", "No cluster nowhere")]
    [InlineData("prod-eu-1", "never-was", "No consumer group never-was on prod-eu-1")]
    public async Task What_isnt_there_says_so(string cluster, string name, string words)
    {
        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupModel>();

        await model.Load(cluster, name, ChartSpan.All[1], CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<GroupShown>.NotFound>().What.ShouldBe(words);
    }

    [Fact]
    public async Task Whether_a_group_exists_is_unknown_while_its_cluster_never_answered()
    {
        var before = _web.Health.Current[_web.Dev];
        _web.Health.Show(before with { Brokers = [], Groups = before.Groups.Clear() });
        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupModel>();

        await model.Load("dev-eu-1", "dev-reader", ChartSpan.All[1], CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<GroupShown>.NotFound>().What.ShouldBe("dev-eu-1 has not been read yet");
    }

    [Fact]
    public async Task The_past_is_read_once_a_round_of_the_collector_and_once_a_span()
    {
        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupModel>();
        var asked = _web.Health.Asked;

        await model.Load("prod-eu-1", "ledger-writer", ChartSpan.All[1], CancellationToken.None);
        await model.Load("prod-eu-1", "ledger-writer", ChartSpan.All[1], CancellationToken.None);
        (_web.Health.Asked - asked).ShouldBe(1);
        await model.Load("prod-eu-1", "ledger-writer", ChartSpan.All[0], CancellationToken.None);
        (_web.Health.Asked - asked).ShouldBe(2);
        await model.Load("prod-eu-1", "dispute-export", ChartSpan.All[0], CancellationToken.None);

        model.Value!.Group.Name.ShouldBe("dispute-export");
        model.Value.Group.Lag.ShouldBe(Amount.Unknown);
    }

    [Fact]
    public async Task What_changed_before_names_the_job_that_reads_and_ended_grants_on_what_it_reads()
    {
        var before = _web.Health.Current[_web.Prod];
        var group = before.Groups["ledger-writer"] with { Name = "flink-sums" };
        _web.Health.Show(
            before with
            {
                Version = before.Version + 1,
                Groups = before.Groups.SetItem(group.Name, group),
            }
        );
        await using (var db = await _web.Store.CreateDbContextAsync())
        {
            await AppliedChanges.Add(db, _web.Prod, "sums", "Upgrade sums", _web.Now.AddMinutes(-20));
            await AppliedChanges.Add(db, _web.Prod, "others", "Upgrade others", _web.Now.AddMinutes(-15));
            var run = await AppliedChanges.Add(db, _web.Prod, "sums-reads", "Remove access", _web.Now.AddMinutes(-10));
            await db.Set<ChangeResource>()
                .Where(r => r.Name == "sums-reads")
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Kind, AccessKind.Word));
            db.Add(
                new AccessGrant
                {
                    ClusterId = _web.Prod,
                    Name = "sums-reads",
                    Principal = "User:sums",
                    Topic = "payments.captured",
                    RunId = run,
                    GrantedAt = _web.Now.AddDays(-9),
                    EndedAt = _web.Now.AddMinutes(-10),
                }
            );
            await db.SaveChangesAsync();
        }

        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupModel>();
        await model.Load("prod-eu-1", group.Name, ChartSpan.All[1], CancellationToken.None);

        model.Value!.Changes.Select(change => change.Title).ShouldBe(["Remove access", "Upgrade sums"]);
        GroupWords
            .NoChanges(model.Value.Row)
            .ShouldBe(
                "No changes through the portal to its topics, to grants that name them or to its job, no drift, and no gaps in the readings."
            );
        GroupWords
            .NoChanges(model.Value.Row with { Jobs = [] })
            .ShouldBe(
                "No changes through the portal to its topics, to grants that name them, no drift, and no gaps in the readings."
            );
    }

    [Fact]
    public async Task So_does_what_was_edited_outside_the_portal_while_it_differs()
    {
        await using (var db = await _web.Store.CreateDbContextAsync())
        {
            var topic = (await db.Set<Resource>().SingleAsync(r => r.Name == "payments.captured")).Id;
            db.AddRange(
                Differs(topic, "retention.ms", _web.Now.AddMinutes(-5), null),
                Differs(topic, "cleanup.policy", _web.Now.AddMinutes(-9), _web.Now.AddMinutes(-8))
            );
            await db.SaveChangesAsync();
        }

        await using var seat = await Seat.Of(_web, "noor");
        var model = seat.Model<GroupModel>();
        await model.Load("prod-eu-1", "ledger-writer", ChartSpan.All[1], CancellationToken.None);

        var drift = model.Value!.Drifts.ShouldHaveSingleItem();
        (drift.On, drift.Field).ShouldBe((TopicKind.On(_web.Prod, "payments.captured"), "retention.ms"));
        drift.At.ShouldBe(_web.Now.AddMinutes(-5), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("ada", new[] { "order-mailer", "ledger-writer", "dispute-export" })]
    [InlineData("lin", new string[0])]
    public async Task The_overview_has_what_is_sick_in_my_teams_worst_first(string person, string[] sick)
    {
        await using var seat = await Seat.Of(_web, person);
        var model = seat.Model<OverviewModel>();

        await model.Load(null, CancellationToken.None);

        model
            .Value!.Health.Unhealthy.OfType<UnhealthyResource.UnhealthyGroup>()
            .Select(thing => thing.Row.Group.Name)
            .ShouldBe(sick);
        model.Value.Waiting.ShouldBeEmpty();
        await model.Load("dev", CancellationToken.None);
        model.Value!.Health.Unhealthy.ShouldBeEmpty();
    }

    private static Drift Differs(
        ResourceId resource,
        string field,
        DateTimeOffset firstSeenAt,
        DateTimeOffset? endedAt
    ) =>
        new()
        {
            ResourceId = resource,
            Field = field,
            FirstSeenAt = firstSeenAt,
            SeenAt = firstSeenAt,
            EndedAt = endedAt,
        };
}
