using System.Net;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using static Portal.Tests.Costs.CostedWeb;

namespace Portal.Tests.Costs;

/// <summary>What each page asks of the store when it opens: as much with fifty of everything as with five.</summary>
public sealed class PageCostTests(CostedWeb web) : IClassFixture<CostedWeb>
{
    private const int Few = 5;
    private const int Many = 50;

    // With who is signed in, what waits for them (changes and role requests), and the shell; the overview and a change are read from most places.
    private const int Most = 26;

    // It is read as a change's page reads it, and previewed as the form does when somebody types.
    private const string SentBack = "a request that was sent back";
    private const int MostOfSentBack = 34;

    // What is managed is kept for half a minute for all pages: one of two visits may be the one that reads it.
    private const int OfTheShelf = 1;

    private const string Account = "costed-ci";

    private static readonly (string Page, Func<Filled, string> Address)[] Pages =
    [
        ("overview", _ => "/"),
        ("topics", _ => "/topics"),
        ("topic", f => $"/topics/dev/{f.Topic}"),
        ("topic, configuration", f => $"/topics/dev/{f.Topic}?tab=configuration"),
        ("topic, readers", f => $"/topics/dev/{f.Topic}?tab=readers"),
        ("topic, partitions", f => $"/topics/dev/{f.Topic}?tab=partitions"),
        ("topic, changes", f => $"/topics/dev/{f.Topic}?tab=changes"),
        ("groups", _ => "/groups"),
        ("group", f => $"/groups/dev/{f.Topic}.reader"),
        ("group, members", f => $"/groups/dev/{f.Topic}.reader?tab=members"),
        ("changes that wait for me", f => $"/changes?tab=mine&chosen={f.Waiting}"),
        ("changes I requested", _ => "/changes?tab=requested"),
        ("changes under way", _ => "/changes?tab=underway"),
        ("stuck changes", _ => "/changes?tab=stuck"),
        ("all changes", _ => "/changes?tab=all"),
        ("changes, searched", _ => "/changes?tab=all&q=filled"),
        ("a change that was applied", f => $"/changes/{f.Applied}"),
        ("a change that waits", f => $"/changes/{f.Waiting}"),
        ("a change that is planned", f => $"/changes/{f.Planning}"),
        ("clusters", _ => "/clusters"),
        ("cluster", _ => "/clusters/dev"),
        ("tokens", _ => "/tokens"),
        ("sessions", _ => "/sessions"),
        ("role rules", _ => "/role-rules"),
        ("role requests", _ => "/role-requests"),
        ("break-glass access", _ => "/break-glass"),
        ("people", _ => "/people"),
        ("person", _ => "/people/ada"),
        ("teams", _ => "/people?tab=teams"),
        ("team", _ => "/people/teams/payments"),
        ("transfer of what a team owns", _ => "/people/teams/payments/transfer"),
        ("Portal service accounts", _ => "/portal-service-accounts"),
        ("Portal service account", _ => $"/portal-service-accounts/{Account}"),
        ("request", _ => "/topics/request"),
        ("request of a change", f => $"/topics/dev/{f.Topic}/change"),
        ("topic, schema", f => $"/topics/dev/{f.Topic}?tab=schema"),
        ("schemas", _ => "/schemas"),
        ("schema", f => $"/schemas/dev/{f.Subject}"),
        ("schema, versions", f => $"/schemas/dev/{f.Subject}?tab=versions"),
        ("schema, try a payload", f => $"/schemas/dev/{f.Subject}?tab=try"),
        ("schema, changes", f => $"/schemas/dev/{f.Subject}?tab=changes"),
        ("request of a schema", _ => "/schemas/request"),
        ("request of a schema's change", f => $"/schemas/dev/{f.Subject}/change"),
        ("jobs", _ => "/jobs"),
        ("job", f => $"/jobs/dev/{f.Topic}"),
        ("job, runs", f => $"/jobs/dev/{f.Topic}?tab=runs"),
        ("job, changes", f => $"/jobs/dev/{f.Topic}?tab=changes"),
        ("access", _ => "/access"),
        ("topic, access", f => $"/topics/dev/{f.Topic}?tab=access"),
        ("access reviews", _ => "/access-reviews"),
        ("a principal", _ => "/access/dev/principals/User:app"),
        ("request of access", _ => "/access/request"),
        ("service accounts", _ => "/service-accounts"),
        ("request of a job", _ => "/jobs/request"),
        ("request of a job's change", f => $"/jobs/dev/{f.Topic}/change"),
        (SentBack, f => $"/changes/{f.SentBack}/edit"),
    ];

    // For who may: others are only told so.
    private static readonly (string Page, Func<Filled, string> Address)[] OfThePlatform =
    [
        ("a cluster's registration", _ => "/clusters/register"),
        ("a cluster's edit", _ => "/clusters/dev/edit"),
        ("a cluster's registry", _ => "/clusters/dev/registry"),
        ("a cluster's Flink", _ => "/clusters/dev/flink"),
        ("a cluster's Kafka for jobs", _ => "/clusters/dev/job-kafka"),
        ("a cluster's registry for jobs", _ => "/clusters/dev/job-registry"),
    ];

    [Fact]
    public async Task A_page_costs_the_same_with_fifty_of_everything_as_with_five()
    {
        using var grace = await PageVisitor.Of(web.Address, "grace");
        using var sam = await PageVisitor.Of(web.Address, "sam");
        await PortalAccounts.Create(web, Account);
        await PortalAccounts.Token(web, Account, "grace");
        var few = await VisitAll(await web.Fill(Few));
        for (var number = 0; number < Few; number++)
        {
            await PortalAccounts.Create(web, $"{Account}-{number}");
            await PortalAccounts.Token(web, Account, "grace");
        }

        var many = await VisitAll(await web.Fill(Many));

        few.Zip(many)
            .Where(page =>
                page.Second.Count > (page.Second.Page == SentBack ? MostOfSentBack : Most)
                || Math.Abs(page.Second.Count - page.First.Count) > OfTheShelf
            )
            .Select(page => $"{page.First.Page}: {page.First.Count}, then {page.Second.Count}\n{page.Second.Commands}")
            .ShouldBeEmpty();

        async Task<List<(string Page, int Count, string Commands)>> VisitAll(Filled filled) =>
            [.. await Visit(grace, Pages, filled), .. await Visit(sam, OfThePlatform, filled)];
    }

    private static async Task<List<(string Page, int Count, string Commands)>> Visit(
        HttpClient person,
        (string Page, Func<Filled, string> Address)[] pages,
        Filled filled
    )
    {
        var visits = new List<(string, int, string)>();
        foreach (var (page, address) in pages)
        {
            await Open(person, address(filled));
            var commands = (await CountedCommands.Of(() => Open(person, address(filled))))
                .Where(c => !c.StartsWith("CONNECT", StringComparison.Ordinal))
                .ToList();
            commands.ShouldNotBeEmpty($"{page}: not even who asks was looked up, so nothing is counted");
            visits.Add((page, commands.Count, string.Join('\n', commands)));
        }

        return visits;
    }

    private static async Task Open(HttpClient person, string address)
    {
        using var answer = await person.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
    }
}
