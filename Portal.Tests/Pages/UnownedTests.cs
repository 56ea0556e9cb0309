using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Web.Features.Unowned;

namespace Portal.Tests.Pages;

/// <summary>What is on clusters and nobody owns: listed by API and page, and claimed or given from there.</summary>
public sealed class UnownedTests(UnownedTests.Strangers web) : IClassFixture<UnownedTests.Strangers>
{
    [Fact]
    public async Task The_API_lists_each_kind_page_by_page_and_what_is_managed_is_not_among_it()
    {
        using var ada = await web.As("ada");

        var all = await Names(ada, "?cluster=dev&limit=200");
        var pages = new List<string>();
        string? after = "";
        while (after is not null)
        {
            var page = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/unowned?cluster=dev&limit=3{after}");
            pages.AddRange(page.GetProperty("items").EnumerateArray().Select(Name));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={Uri.EscapeDataString(next)}" : null;
        }

        all.ShouldBe(pages);
        all.ShouldBe(
            [
                "job/left.behind false",
                "job/stranger's job false",
                "schema/strangers/1-value true",
                "service-account/CN=legacy, \"x\" false",
                "topic/strangers.0 true",
                "topic/strangers.1 true",
                "topic/strangers.2 true",
            ],
            ignoreOrder: true
        );
        (await Names(ada, "?cluster=dev&kind=topic&search=GERS.1")).ShouldBe(["topic/strangers.1 true"]);
        (await Names(ada, "?environment=prod")).ShouldNotContain("topic/strangers.1 true");
        (await ada.GetAsync("/api/v1/unowned?after=nonsense")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_job_that_the_portal_started_is_listed_where_nobody_manages_it_and_no_change_has_it_in_hand()
    {
        using var ada = await web.As("ada");

        (await Names(ada, "?cluster=dev&kind=job")).ShouldBe(
            ["job/left.behind false", "job/stranger's job false"],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_member_claims_what_is_chosen_and_platform_gives_it()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<UnownedModel>();
        await model.Load(new("dev", ["topic"]), CancellationToken.None);
        model.Value!.Choice!.IsClaim.ShouldBeTrue();
        model.Value.Choice.Teams.Select(team => team.Name).ShouldContain("payments");
        model.Choose(model.Value.Rows.Single(row => row.Name == "strangers.0"), isChosen: true);
        model.IsReady.ShouldBe(model.Team is not null);
        model.Team = "payments";
        model.Reason = "We write it.";

        await model.Send();

        model.Refused.ShouldBeNull();
        var claim = await web.World.View(model.Requested.ShouldHaveSingleItem());
        claim.Row.Title.ShouldBe("Claim strangers.0 for payments");
        model.Chosen.ShouldBeEmpty();

        await using var other = await Seat.Of(web, "sam");
        var giving = other.Model<UnownedModel>();
        await giving.Load(new("dev", ["topic"]), CancellationToken.None);
        giving.Value!.Choice!.IsClaim.ShouldBeFalse();
        giving.Choose(giving.Value.Rows.Single(row => row.Name == "strangers.2"), isChosen: true);
        giving.Team = "checkout";
        await giving.Send();
        giving.Refused.ShouldBeNull();
        (await web.World.View(giving.Requested.Single())).Row.Title.ShouldBe("Adopt strangers.2 as it is");
    }

    [Fact]
    public async Task What_has_a_name_that_no_request_takes_is_listed_with_the_reason_and_can_not_be_selected()
    {
        await web.World.SeeTopic("__amazon_msk_canary", cluster: "prod");
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<UnownedModel>();
        await model.Load(new("prod", ["topic"]), CancellationToken.None);

        model.ChooseShown();

        model.Value!.Rows.ShouldContain(row => row.Name == "__amazon_msk_canary");
        model.Chosen.ShouldNotContain(row => row.Name == "__amazon_msk_canary");
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync("/unowned?cluster=prod"));
        page.ShouldContain("Names that start with __ are kept for Kafka's own topics.");
        page.ShouldNotContain("aria-label=\"Claim __amazon_msk_canary\"");
    }

    [Fact]
    public async Task Where_one_of_what_is_chosen_is_refused_the_words_name_it()
    {
        await web.World.SeeTopic("twins.a", cluster: "prod");
        await web.World.SeeTopic("twins_a", cluster: "prod");
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<UnownedModel>();
        await model.Load(new("prod", ["topic"], Words: "twins"), CancellationToken.None);
        model.ChooseShown();
        model.Team = "payments";

        await model.Send();

        model.Refused!.Words.ShouldBe(
            "Add a reason: changes in production need one. twins_a on prod: twins_a is in this request already, by this name or by one that can't be kept apart from it."
        );
    }

    [Fact]
    public async Task What_somebody_took_meanwhile_is_selected_no_longer_and_what_a_filter_hides_still_is()
    {
        await web.World.SeeTopic("strangers.taken");
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<UnownedModel>();
        await model.Load(new("dev", ["topic"]), CancellationToken.None);
        model.ChooseNone();
        model.Choose(model.Value!.Rows.Single(row => row.Name == "strangers.1"), isChosen: true);
        model.Choose(model.Value.Rows.Single(row => row.Name == "strangers.taken"), isChosen: true);

        await web.World.Manage("strangers.taken");
        await model.Load(new("dev", ["schema"]), CancellationToken.None);

        model.Chosen.ShouldHaveSingleItem().Name.ShouldBe("strangers.1");
        model.Dropped.ShouldBe(1);
        await model.Load(new("dev", ["topic"]), CancellationToken.None);
        model.Dropped.ShouldBe(1, "it stays on the page until something is selected");
        model.Choose(model.Chosen.Single(), isChosen: false);
        (model.Chosen.Count, model.Dropped).ShouldBe((0, 0));
    }

    [Fact]
    public async Task The_page_shows_them_escaped_and_offers_no_claim_of_what_can_not_be_claimed()
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");

        var page = await visitor.GetStringAsync("/unowned?cluster=dev");

        page.ShouldContain("Resources without an owner");
        page.ShouldContain("CN=legacy, &quot;x&quot;");
        WebUtility.HtmlDecode(page).ShouldContain("a job can’t be claimed: not all that is wanted of it shows there");
        page.ShouldContain("aria-label=\"Claim strangers.1\"");
        page.ShouldNotContain("aria-label=\"Claim stranger&#x27;s job\"");
        (await visitor.GetStringAsync("/unowned?words=nothing-like-it")).ShouldContain("Nothing matches");
    }

    [Fact]
    public async Task Who_may_request_nothing_is_offered_nothing()
    {
        using var visitor = await PageVisitor.Of(web.Address, "noor");

        var page = await visitor.GetStringAsync("/unowned?cluster=dev");

        page.ShouldContain("strangers.1");
        page.ShouldNotContain("aria-label=\"Claim");
        page.ShouldNotContain("aria-label=\"Give");
    }

    [Fact]
    public async Task What_was_never_read_is_named_and_nothing_is_called_owned_before()
    {
        const string All = "Everything in staging has an owner";
        var none = await Staging();
        none.ShouldContain("No cluster is registered in staging");
        none.ShouldNotContain(All);

        await using var db = await web.Store.CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        var cluster = new Cluster
        {
            Name = "staging-eu-1",
            Environment = "staging",
            Region = "local",
            RegisteredAt = now,
            Endpoints = [new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:27996" }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync();
        var unread = await Staging();
        unread.ShouldContain("Not everything in staging has been read yet");
        unread.ShouldContain("service accounts on staging-eu-1; topics on staging-eu-1");
        unread.ShouldNotContain(All);

        db.Add(
            new CredentialReading
            {
                ClusterId = cluster.Id,
                ReadAt = now,
                TriedAt = now,
            }
        );
        await db.SaveChangesAsync();
        (await Staging()).ShouldContain("Not read yet: topics on staging-eu-1.");

        var brokers = CoreJson.Write(
            new[] { new BrokerSnapshot(1, "k1", 9092, null, IsController: true, Answers: true, now) { NamedAt = now } }
        );
        await db.Database.ExecuteSqlAsync(
            $"insert into collector (cluster_id, brokers) values ({cluster.Id.Value}, {brokers}::jsonb)"
        );
        (await Staging()).ShouldContain(All);

        async Task<string> Staging()
        {
            using var visitor = await PageVisitor.Of(web.Address, "ada");
            return WebUtility.HtmlDecode(await visitor.GetStringAsync("/unowned?env=staging"));
        }
    }

    private static async Task<List<string>> Names(HttpClient who, string query) =>
        [
            .. (await who.GetFromJsonAsync<JsonElement>($"/api/v1/unowned{query}"))
                .GetProperty("items")
                .EnumerateArray()
                .Select(Name),
        ];

    private static string Name(JsonElement row) =>
        $"{row.GetProperty("kind")}/{row.GetProperty("name")} {(row.GetProperty("claimable").GetBoolean() ? "true" : "false")}";

    /// <summary>A cluster with things that others made, of each kind, and one topic that is managed.</summary>
    public sealed class Strangers : IdleWeb
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await World.Manage("orders");
            await World.SeeTopic("orders");
            foreach (var i in Enumerable.Range(0, 3))
            {
                World.Kafka.Put($"strangers.{i}", 3);
                await World.SeeTopic($"strangers.{i}");
            }

            await using var db = await World.Open();
            var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
            var now = TimeProvider.System.GetUtcNow();
            db.Add(
                new SeenSubject
                {
                    ClusterId = dev,
                    Name = "strangers/1-value",
                    Newest = 1,
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
            db.Add(
                new SeenCredential
                {
                    ClusterId = dev,
                    Name = "CN=legacy, \"x\"",
                    Mechanism = CredentialMechanism.ScramSha256,
                    Iterations = 4096,
                    FirstSeenAt = now,
                }
            );
            foreach (
                var (id, status, endedAt) in new[] { ("1", "RUNNING", (DateTimeOffset?)null), ("2", "FINISHED", now) }
            )
            {
                db.Add(
                    new SeenJob
                    {
                        ClusterId = dev,
                        JobId = id.PadLeft(32, '0'),
                        Name = id == "1" ? "stranger's job" : "over",
                        Status = status,
                        StartedAt = now,
                        EndedAt = endedAt,
                        FirstSeenAt = now,
                        SeenAt = now,
                    }
                );
            }

            await db.SaveChangesAsync();
            await SeeOwnJobs(db, dev);
        }

        // Left behind by a registration that is over, a rehearsal, one that a change is just starting, one that was cancelled and not read since, and one that
        // is managed on another cluster with the same Flink.
        private async Task SeeOwnJobs(PortalDb db, ClusterId dev)
        {
            var (now, spec) = (TimeProvider.System.GetUtcNow(), Jobs.JobWorlds.Spec(Jobs.JobWorlds.Copy("in", "out")));
            string[] names =
            [
                "left.behind",
                "sums.rehearsal-0123abcd",
                "being.started",
                "cancelled.lately",
                "owned.elsewhere",
            ];
            foreach (var (i, name) in names.Index())
            {
                db.Add(
                    new SeenJob
                    {
                        ClusterId = dev,
                        JobId = $"{i + 10}".PadLeft(32, '0'),
                        Name = name,
                        Status = "RUNNING",
                        Definition = spec.Definition,
                        StartedAt = now,
                        FirstSeenAt = now,
                        SeenAt = now,
                    }
                );
            }

            var payments = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
            db.Add(
                new Change
                {
                    Title = "Start being.started",
                    State = ChangeState.Applying,
                    Environment = "dev",
                    Actor = new Actor("ada", ActorVia.Page),
                    Authors = ["ada"],
                    CreatedAt = now,
                    UpdatedAt = now,
                    ExpiresAt = now.AddDays(1),
                    Resources =
                    [
                        new()
                        {
                            Ordinal = 0,
                            Kind = JobKind.Word,
                            Operation = ResourceOperation.Create,
                            ClusterId = dev,
                            Name = "being.started",
                            LockKey = "being.started",
                            Wanted = CoreJson.Write<object>(spec),
                            OwnerTeamId = payments,
                        },
                    ],
                }
            );
            foreach (var cluster in await db.Set<Cluster>().Include(c => c.Endpoints).ToListAsync())
            {
                cluster.Endpoints.Add(new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:27997" });
            }

            await db.SaveChangesAsync();
            await World.Record(JobKind.Word, "owned.elsewhere", spec, cluster: "prod");
            await World.Record(JobKind.Word, "cancelled.lately", spec);
            await db.Set<Resource>()
                .Where(r => r.Kind == JobKind.Word && r.Name == "cancelled.lately")
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, now));
        }
    }
}
