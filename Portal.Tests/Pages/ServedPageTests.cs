using System.Collections.Immutable;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.FlinkClusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Layout;
using Portal.Web.Live;

namespace Portal.Tests.Pages;

/// <summary>What the overview and pages of consumers and clusters say as they are served, before any script runs.</summary>
public sealed class ServedPageTests : IClassFixture<WatchedWeb>
{
    private readonly WatchedWeb _web;

    public ServedPageTests(WatchedWeb web)
    {
        _web = web;
        web.ShowAll();
    }

    [Fact]
    public async Task The_sick_thing_is_one_link_from_the_overview()
    {
        using var overview = await Served("/");
        var link = overview
            .QuerySelectorAll("main a")
            .First(a => Words(a) == "order-mailer")
            .GetAttribute("href")
            .ShouldNotBeNull();

        using var sick = await Served(link);

        Words(sick.QuerySelector("h1").ShouldNotBeNull()).ShouldContain("order-mailer");
        Words(Lede(sick)).ShouldContain("nothing was committed");
    }

    [Fact]
    public async Task The_palette_finds_a_job_by_a_part_of_its_name()
    {
        await _web.ReadJobs();
        await using var ada = await Seat.Of(_web, "ada");

        var found = await ada.Service<Finder>().Stored("payments-per", CancellationToken.None);

        found!.ShouldContain(hit => hit.Address == "/jobs/prod-eu-1/payments-per-minute" && hit.Environment == "prod");
    }

    [Fact]
    public async Task The_palette_finds_what_was_seen_and_nobody_owns_and_a_managed_topic_that_is_gone()
    {
        await _web.ReadJobs();
        var before = _web.Health.Current[_web.Prod];
        _web.Health.Show(before with { Topics = before.Topics.Remove("shipments") });
        await using var ada = await Seat.Of(_web, "ada");
        var finder = ada.Service<Finder>();

        var unowned = await finder.Stored("legacy-exp", CancellationToken.None);
        var gone = await finder.Stored("shipm", CancellationToken.None);

        unowned!.ShouldHaveSingleItem().Address.ShouldBe("/service-accounts/prod-eu-1/legacy-export");
        finder.Find("shipm", gone)[0].Address.ShouldBe("/topics/prod-eu-1/shipments");
        _web.ShowAll();
    }

    [Fact]
    public async Task The_palette_searches_the_store_for_managed_topics_that_were_not_seen_and_reads_no_others()
    {
        string[] seen = [.. Enumerable.Range(0, 9).Select(n => $"crowd.n{n}")];
        string[] managed = [.. seen, "crowd.unseen"];
        await using var ada = await Seat.Of(_web, "ada");
        // What pages keep of what is managed was read before there were these.
        await ada.Service<ManagedShelf>().All(CancellationToken.None);
        await Crowd(managed, seen);
        IReadOnlyList<Hit>? found = null;

        var commands = await CountedCommands.Of(async () =>
            found = await ada.Service<Finder>().Stored("crowd.", CancellationToken.None)
        );

        found!.ShouldHaveSingleItem().Address.ShouldBe("/topics/prod-eu-1/crowd.unseen");
        commands.ShouldAllBe(command => command.Contains("LIMIT", StringComparison.Ordinal));
        await using var db = await _web.Store.CreateDbContextAsync();
        await db.Set<SeenTopic>().Where(topic => managed.Contains(topic.Name)).ExecuteDeleteAsync();
        await db.Set<Resource>().Where(topic => managed.Contains(topic.Name)).ExecuteDeleteAsync();
    }

    [Fact]
    public async Task The_palette_knows_that_the_store_does_not_answer()
    {
        await using var ada = await Seat.Of(_web, "ada");
        using var watch = new StoreWatch(
            ada.Service<NpgsqlDataSource>(),
            TimeProvider.System,
            NullLogger<StoreWatch>.Instance
        );
        var finder = ActivatorUtilities.CreateInstance<Finder>(
            ada.Service<IServiceProvider>(),
            new KnownNames(new SilentStore(), []),
            watch
        );

        (await finder.Stored("nothing-like-it", CancellationToken.None)).ShouldBeNull();

        watch.SilentSince.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_group_of_a_job_links_to_it()
    {
        await _web.ReadJobs();
        _web.ShowAll();

        using var group = await Served("/groups/prod-eu-1/flink-payments-per-minute");

        group.QuerySelector("main a[href='/jobs/prod-eu-1/payments-per-minute']").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_reason_is_a_whole_sentence_with_links_in_it()
    {
        using var group = await Served("/groups/prod-eu-1/ledger-writer");

        var lede = Lede(group);

        Words(lede).ShouldContain("Partition 0 of payments.captured holds 89 % of the known lag.");
        Words(lede).ShouldContain("For ");
        lede.QuerySelectorAll("a").Single().GetAttribute("href").ShouldBe("/topics/prod-eu-1/payments.captured");
    }

    [Fact]
    public async Task What_is_not_answered_is_unknown_with_its_age_and_never_zero()
    {
        using var group = await Served("/groups/prod-eu-1/dispute-export");

        var facts = group.QuerySelectorAll(".facts dd").Select(Words).ToList();

        facts.Zip(facts.Skip(1)).ShouldContain(("unknown", "last seen 3\u00A0min ago"));
        facts.ShouldAllBe(fact => !fact.StartsWith('0'));
    }

    [Fact]
    public async Task A_cluster_shows_what_the_test_of_its_Flink_found()
    {
        await _web.ReadJobs();
        var sight = new FlinkSight(
            "2.2.0",
            TaskManagers: 1,
            Slots: 8,
            FreeSlots: 8,
            new FlinkSettings(new Dictionary<string, string>()),
            GatewayVersion: "2.2.0",
            Factories: [new SqlFactory(SqlFactory.Kafka, true)],
            Transactions: []
        );
        var test = new FlinkTest { ClusterId = _web.Prod, TriedAt = _web.Now };
        test.Found(FlinkFacts.Of(sight), _web.Now);
        await using (var db = await _web.Store.CreateDbContextAsync())
        {
            db.Add(test);
            await db.SaveChangesAsync();
        }

        using var cluster = await Served("/clusters/prod-eu-1");

        cluster.QuerySelectorAll(".facts-list li").Select(Words).ShouldContain("Kafka connector found");
    }

    [Theory]
    [InlineData("words=ledger", "ledger-writer")]
    [InlineData("is=stalled", "order-mailer")]
    public async Task A_filter_comes_back_with_its_address(string query, string shown)
    {
        using var list = await Served($"/groups?{query}");

        Words(list.QuerySelectorAll("tr[data-row]").ShouldHaveSingleItem()).ShouldContain(shown);
    }

    [Fact]
    public async Task Who_may_not_register_clusters_is_led_to_who_can()
    {
        using var page = await Served("/clusters/register");

        var main = page.QuerySelector("main").ShouldNotBeNull();

        Words(main).ShouldContain("Only platform engineers register");
        Words(main.QuerySelector("a[href='/role-requests']").ShouldNotBeNull()).ShouldBe("Request a role");
    }

    private async Task Crowd(IEnumerable<string> managed, IEnumerable<string> seen)
    {
        await using var db = await _web.Store.CreateDbContextAsync();
        var owner = (await db.Set<Team>().SingleAsync(team => team.Name == "logistics")).Id;
        var spec = CoreJson.Write<object>(new TopicSpec(1, 1, TopicSpec.NoConfigs, "logistics"));
        db.AddRange(
            managed.Select(name => new Resource
            {
                Kind = TopicKind.Word,
                ClusterId = _web.Prod,
                Name = name,
                OwnerTeamId = owner,
                Spec = spec,
                CreatedAt = _web.Now,
                UpdatedAt = _web.Now,
            })
        );
        db.AddRange(
            seen.Select(
                (name, n) =>
                    new SeenTopic
                    {
                        ClusterId = _web.Prod,
                        Name = name,
                        TopicId = new Guid(n, 0, 0, new byte[8]),
                        Partitions = 1,
                        Replication = 1,
                        IsInternal = false,
                        Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty,
                        FirstSeenAt = _web.Now,
                        SeenAt = _web.Now,
                    }
            )
        );
        await db.SaveChangesAsync();
    }

    private async Task<IHtmlDocument> Served(string address)
    {
        using var ada = await PageClient.As(_web, "ada");
        using var answer = await ada.Browser.GetAsync(address);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
    }

    private static IElement Lede(IHtmlDocument page) => page.QuerySelector(".lede").ShouldNotBeNull();

    // As a browser shows them: spaces of the source are one. A no-break space stays what it is.
    private static string Words(IElement shown) =>
        string.Join(' ', shown.TextContent.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
