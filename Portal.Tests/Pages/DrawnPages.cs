using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Costs;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Every page and its views, drawn once for a holder of each role.</summary>
public sealed class DrawnPages : CostedWeb
{
    public const string Shared = "pages by role";

    // Everybody signs in from one address.
    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal) { ["Portal:Pages:SignInsPerMinuteAndAddress"] = "1000" };

    internal IReadOnlyList<DrawnPage> All { get; private set; } = [];

    /// <summary>Who each of them is, as pages ask it.</summary>
    internal IReadOnlyDictionary<SingleRole, Caller> Callers { get; private set; } =
        new Dictionary<SingleRole, Caller>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await ReadJobs();
        ShowAll();
        var rare = await RareStates.Fill(this);
        var filled = await Fill(2);
        await SignInHolders();
        var pages = PageRoutes
            .Templates.SelectMany(template =>
                CostedPages
                    .Addresses(template, filled)
                    .Concat(Further(template, filled))
                    .Concat(rare[template])
                    .Select(at => (template, at))
            )
            .ToList();
        var first = await Draw(pages);
        // A view that is hidden from somebody is there by its address.
        var views = first
            .SelectMany(page => page.Tabs, (page, tab) => (page.Template, tab))
            .Distinct()
            .Where(view => !pages.Contains(view));
        All = [.. first, .. await Draw([.. views])];
    }

    internal async Task<DrawnPage> Draw(HttpClient visitor, SingleRole holder, string template, string address)
    {
        using var answer = await visitor.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address} for {holder}");
        using var html = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        return DrawnPage.Of(template, address, holder, html);
    }

    // What lies in production: access, jobs and savepoints as they were read.
    private static string[] Further(string template, Filled filled) =>
        template switch
        {
            "/access/{Cluster}/{Name}" => [$"/access/prod-eu-1/{WatchedAccess.Grant}"],
            "/access/{Cluster}/principals/{Principal}" => ["/access/prod-eu-1/principals/User:contractor"],
            "/jobs/{Cluster}/{Name}" => [$"/jobs/prod-eu-1/{WatchedJobs.Slow}"],
            "/changes/{Number:long}" => [$"/changes/{filled.SentBack}"],
            "/topics/{Cluster}/{Name}" => ["/topics/prod-eu-1/orders"],
            _ => [],
        };

    private async Task SignInHolders()
    {
        await SingleRole.Plant(this);
        await using var db = await Store.CreateDbContextAsync();
        var handles = SingleRole.All.Select(holder => holder.Handle).ToList();
        // Who is among the choices of the demo sign-in.
        await db.Set<Person>()
            .Where(p => handles.Contains(p.Handle))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsSeeded, true));
        var callers = new Dictionary<SingleRole, Caller>();
        foreach (var holder in SingleRole.All)
        {
            callers[holder] = (await RoleRequestsOf.Caller(this, holder.Handle)).Caller;
        }

        Callers = callers;
    }

    private async Task<IReadOnlyList<DrawnPage>> Draw(IReadOnlyList<(string Template, string Address)> pages) =>
        [
            .. (
                await Task.WhenAll(
                    SingleRole.All.Select(async holder =>
                    {
                        using var visitor = await PageVisitor.Of(Address, holder.Handle);
                        var drawn = new List<DrawnPage>();
                        foreach (var (template, address) in pages)
                        {
                            drawn.Add(await Draw(visitor, holder, template, address));
                        }

                        return drawn;
                    })
                )
            ).SelectMany(drawn => drawn),
        ];
}

[CollectionDefinition(DrawnPages.Shared)]
public sealed class SharedDrawnPages : ICollectionFixture<DrawnPages>;
