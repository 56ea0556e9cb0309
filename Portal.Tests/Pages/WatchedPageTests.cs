using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>The overview, consumers and clusters in a browser, light, dark and on a phone.</summary>
public sealed class WatchedPageTests : IClassFixture<WatchedWeb>
{
    private readonly WatchedWeb _web;

    public WatchedPageTests(WatchedWeb web)
    {
        _web = web;
        web.ShowAll();
    }

    public static TheoryData<string, string, string> Pages => new() { { "overview", "/", "ada" } };

    /// <summary>Made of the same parts as those of <see cref="Pages"/>.</summary>
    public static TheoryData<string, string, string> MorePages =>
        new()
        {
            { "group", "/groups/prod-eu-1/ledger-writer", "ada" },
            { "job", "/jobs/prod-eu-1/payments-per-minute", "ada" },
            { "access-request", "/access/request?cluster=prod-eu-1&to=orders", "ada" },
            { "cluster", "/clusters/prod-eu-1", "sam" },
            { "consumers", "/groups", "ada" },
            { "jobs", "/jobs", "ada" },
            { "access", "/access", "ada" },
            { "access-grant", "/access/prod-eu-1/order-mailer-reads-orders", "ada" },
            { "people", "/people", "sam" },
            { "person", "/people/omar", "sam" },
            { "team", "/people/teams/payments", "grace" },
            { "cluster-flink", "/clusters/prod-eu-1/flink", "sam" },
            { "job-sql", "/jobs/prod-eu-1/payments-per-minute?tab=sql", "ada" },
            { "job-exceptions", "/jobs/prod-eu-1/settlement-export?tab=exceptions", "ada" },
            { "job-savepoints", "/jobs/prod-eu-1/payments-per-minute?tab=savepoints", "ada" },
            { "job-runs", "/jobs/prod-eu-1/refund-totals?tab=runs", "ada" },
            { "job-request", "/jobs/request", "ada" },
            { "job-change", "/jobs/prod-eu-1/fraud-scores/change", "ada" },
            { "job-group", "/groups/prod-eu-1/flink-payments-per-minute", "ada" },
            { "access-client", "/access/prod-eu-1/orders?tab=client&lang=python", "ada" },
            { "access-principal", "/access/prod-eu-1/principals/User:billing", "ada" },
            { "access-topic", "/topics/prod-eu-1/orders?tab=access", "ada" },
            { "access-reviews", "/access-reviews", "grace" },
            { "access-review", $"/access-reviews/{WatchedAccess.Review}", "grace" },
            { "service-accounts", "/service-accounts", "ada" },
            { "service-account", "/service-accounts/prod-eu-1/billing", "ada" },
            { "person-permissions", "/people/grace/permissions?team=payments", "sam" },
            { "roles", "/roles", "omar" },
            { "person-hand-over", "/people/omar/hand-over", "sam" },
            { "teams", "/people?tab=teams", "ada" },
            { "break-glass", "/break-glass", "grace" },
            { "role-requests", "/role-requests", "grace" },
            { "team-transfer", "/people/teams/payments/transfer", "grace" },
            { "portal-service-accounts", "/portal-service-accounts", "grace" },
            { "portal-service-account", "/portal-service-accounts/watched-ci", "grace" },
            { "version", "/version", "sam" },
            { "clusters", "/clusters", "sam" },
            { "cluster-register", "/clusters/register", "sam" },
            { "cluster-registry", "/clusters/prod-eu-1/registry", "sam" },
            { "cluster-job-kafka", "/clusters/prod-eu-1/job-kafka", "sam" },
            { "cluster-job-registry", "/clusters/prod-eu-1/job-registry", "sam" },
        };

    [Theory, MemberData(nameof(Pages))]
    public Task Every_page_is_accessible_in_every_look_and_fits_a_phone(string name, string address, string person) =>
        IsWhole(name, address, person);

    [LongTheory, MemberData(nameof(MorePages))]
    public Task So_is_one_of_the_same_parts(string name, string address, string person) =>
        IsWhole(name, address, person);

    [LongFact]
    public async Task The_sick_thing_is_two_clicks_from_the_door()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "order-mailer", Exact = true }).ClickAsync();

        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "order-mailer" }).WaitForAsync();
        (await visit.Page.Locator(".lede").InnerTextAsync()).ShouldContain("nothing was committed");
    }

    [LongFact]
    public async Task The_palette_finds_a_job_by_a_part_of_its_name()
    {
        await _web.ReadJobs();
        _web.ShowAll();
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Page.Keyboard.TypeAsync("payments-per");
        // Its group is found as well, by the same part of its name.
        var job = visit
            .Page.GetByRole(AriaRole.Option)
            .Filter(new() { Has = visit.Page.GetByText("payments-per-minute", new() { Exact = true }) });
        await Assertions.Expect(job).ToContainTextAsync("prod");

        await job.ClickAsync();

        await visit.IsAt("/jobs/prod-eu-1/payments-per-minute$");
    }

    [LongFact]
    public async Task The_group_of_a_job_leads_to_it()
    {
        await _web.ReadJobs();
        _web.ShowAll();
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/groups/prod-eu-1/flink-payments-per-minute");

        await visit.Page.Locator("main a[href='/jobs/prod-eu-1/payments-per-minute']").First.ClickAsync();

        await visit.IsAt("/jobs/prod-eu-1/payments-per-minute$");
    }

    [LongFact]
    public async Task The_reason_is_a_whole_sentence_with_links_in_it()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/groups/prod-eu-1/ledger-writer");

        var lede = visit.Page.Locator(".lede");

        (await lede.InnerTextAsync()).ShouldContain("Partition 0 of payments.captured holds 89 % of the known lag.");
        (await lede.InnerTextAsync()).ShouldContain("For ");
        (await lede.GetByRole(AriaRole.Link).GetAttributeAsync("href")).ShouldBe("/topics/prod-eu-1/payments.captured");
    }

    [LongFact]
    public async Task What_is_not_answered_is_unknown_with_its_age_and_never_zero()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/groups/prod-eu-1/dispute-export");

        var facts = await visit.Page.Locator(".facts").InnerTextAsync();

        facts.ShouldContain("unknown\nlast seen 3\u00A0min ago");
        facts.ShouldNotContain("\n0");
    }

    [LongFact]
    public async Task Filters_live_in_the_address_and_come_back_with_it()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/groups");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("ledger");
        await Assertions.Expect(visit.Page.Locator("tr[data-row]")).ToHaveCountAsync(1);
        visit.Page.Url.ShouldContain("words=ledger");

        await visit.Open("/groups?is=stalled");

        await Assertions.Expect(visit.Page.Locator("tr[data-row]")).ToHaveCountAsync(1);
        (await visit.Page.Locator("tr[data-row]").InnerTextAsync()).ShouldContain("order-mailer");
    }

    [LongFact]
    public async Task New_readings_are_pushed_into_an_open_page()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/groups/dev-eu-1/dev-reader");
        await Assertions.Expect(visit.Page.Locator(".facts dd").First).ToContainTextAsync("0");
        var before = _web.Health.Current[_web.Dev];

        _web.Health.Show(
            before with
            {
                Version = 2,
                Groups = before.Groups.SetItem(
                    "dev-reader",
                    before.Groups["dev-reader"] with
                    {
                        Lag = Portal.Core.Health.Amount.Of(4_711),
                    }
                ),
            }
        );

        await Assertions.Expect(visit.Page.Locator(".facts dd").First).ToContainTextAsync("4,711");
        _web.Health.Show(before);
    }

    [Fact]
    public async Task A_reading_of_a_Flink_is_pushed_into_an_open_page_though_no_Kafka_was_read()
    {
        await _web.ReadJobs();
        _web.ShowAll();
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/jobs");
        var row = visit.Page.Locator("tr[data-row]").Filter(new() { HasText = "fraud-scores" });
        await Assertions.Expect(row).ToContainTextAsync("Topic missing");

        await using var db = await _web.Store.CreateDbContextAsync();
        await db.Set<SeenJob>()
            .Where(job => job.Name == "fraud-scores")
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Status, FlinkStatus.Failed));
        await JobNotice.Send(db, _web.Prod, CancellationToken.None);

        await Assertions.Expect(row).ToContainTextAsync("Failed");
    }

    [Fact]
    public async Task An_ACL_that_comes_or_goes_is_pushed_into_an_open_page_though_no_change_moved()
    {
        await _web.ReadJobs();
        var acl = new Acl("User:made-by-hand", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "shipments");
        await IsPushed("/access?tab=unmanaged", acl.Principal, SeenAcl.Of(_web.Prod, acl, _web.Now));
    }

    [Fact]
    public async Task A_user_that_nobody_owns_is_pushed_into_the_open_page_of_what_has_no_owner()
    {
        const string Name = "user-made-by-hand";
        await IsPushed(
            $"/unowned?words={Name}",
            Name,
            new SeenCredential
            {
                ClusterId = _web.Prod,
                Name = Name,
                Mechanism = CredentialMechanism.ScramSha512,
                Iterations = 4096,
                FirstSeenAt = _web.Now,
            }
        );
    }

    [LongFact]
    public async Task A_cluster_that_does_not_answer_is_not_registered_and_the_page_says_why()
    {
        await using var visit = await Visit.As(_web.Address, "sam");
        await visit.Open("/clusters/register");
        await visit.Page.GetByLabel("Name").FillAsync("nowhere");
        await visit.Page.GetByLabel("Bootstrap addresses").FillAsync("127.0.0.1:27998");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("Connection failed")).ToBeVisibleAsync();
        visit.Page.Url.ShouldEndWith("/clusters/register");
    }

    [LongFact]
    public async Task Who_may_not_register_clusters_is_told_who_can()
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open("/clusters/register");

        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("Only platform engineers register");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Request a role" }).ClickAsync();
        await visit.IsAt("/role-requests");
    }

    [LongFact]
    public async Task Letting_go_of_a_cluster_asks_for_its_name_and_says_what_it_costs()
    {
        await using var visit = await Visit.As(_web.Address, "sam");
        await visit.Open("/clusters/prod-eu-1");
        await visit.ChooseFromMenu("Deregister…");

        var dialog = visit.Page.GetByRole(AriaRole.Dialog);

        (await dialog.InnerTextAsync()).ShouldContain("3 managed topics are no longer managed");
        await Assertions
            .Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Deregister", Exact = true }))
            .ToBeDisabledAsync();
    }

    private async Task IsPushed(string address, string name, object seen)
    {
        await using var visit = await Visit.As(_web.Address, "ada");
        await visit.Open(address);
        var row = visit.Page.Locator("tr[data-row]").Filter(new() { HasText = name });
        await Assertions.Expect(row).ToHaveCountAsync(0);

        await using var db = await _web.Store.CreateDbContextAsync();
        db.Add(seen);
        await SeenNotice.Save(db, _web.Prod, CancellationToken.None);
        await Assertions.Expect(row).ToHaveCountAsync(1);

        db.Remove(seen);
        await SeenNotice.Save(db, _web.Prod, CancellationToken.None);
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    private async Task IsWhole(string name, string address, string person)
    {
        await _web.ReadJobs();
        await _web.ReviewAccess();
        _web.ShowAll();
        await RoleRequestsOf.Iris(_web);
        await PortalAccounts.Create(_web, "watched-ci");
        await PortalAccounts.Token(_web, "watched-ci", "grace");
        await using var visit = await Visit.As(_web.Address, person);
        await visit.Open(address);
        await visit.IsWholeInEveryLook(name);
    }
}
