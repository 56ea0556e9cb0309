using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Nobody meets a button that is refused: what a page offers to a role, that role may request, and the other way round.</summary>
public sealed class RoleOfferTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Orders = "orders";

    private static readonly (string Page, string Offered, bool IsAccess)[] Offers =
    [
        ("/", "href=\"/streams/new\"", false),
        ("/changes", "href=\"/streams/new\"", false),
        ("/topics", "href=\"/topics/request\"", false),
        ("/service-accounts", "href=\"/service-accounts/request\"", false),
        ("/access", "href=\"/access/request\"", true),
        ("/access", ">Extend<", true),
        ("/access?tab=unmanaged", ">Adopt<", true),
        ("/access?tab=unmanaged", ">Remove…<", true),
        ("/access/dev-eu-1/principals/User:billing", ">Request access<", true),
        ("/topics/dev-eu-1/orders?tab=access", ">Request access<", true),
        ("/service-accounts/dev-eu-1/billing", ">Request access<", true),
    ];

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task What_is_offered_may_be_requested_and_nothing_else_is_offered(Role role)
    {
        var handle = await Somebody(role);
        var mayRequest = await Requests(handle, Topic(role));
        var mayAsk = await Requests(handle, Grant(role));
        using var visitor = await PageVisitor.Of(web.Address, handle);
        foreach (var (page, offered, isAccess) in Offers)
        {
            var html = System.Net.WebUtility.HtmlDecode(await visitor.GetStringAsync(page));

            html.Contains(offered, StringComparison.Ordinal)
                .ShouldBe(isAccess ? mayAsk : mayRequest, $"{offered} on {page} for {role}");
        }
    }

    [Fact]
    public async Task The_palette_offers_requests_to_whoever_may_send_them()
    {
        foreach (var (role, may) in new[] { (Role.Member, true), (Role.OnCall, false) })
        {
            await using var seat = await Seat.Of(web, await Somebody(role));
            var hits = seat.Service<Portal.Web.Layout.Finder>();

            hits.Find("").Any(hit => hit.Name == "Request a topic").ShouldBe(may);
            hits.Find("invoices").Any(hit => hit.Name == "Request a topic named invoices").ShouldBe(may);
        }
    }

    private async Task<bool> Requests(string handle, ResourceDraft draft)
    {
        var who = await RoleRequestsOf.Caller(web, handle);
        var outcome = await web
            .Services.GetRequiredService<ChangeRequests>()
            .Submit(who.Caller, new ChangeDraft("", "needed", "payments", [draft]), CancellationToken.None);
        return outcome is Outcome<ChangeId>.Done;
    }

    private static ResourceDraft Topic(Role role) =>
        WorkerWorld.Create($"offered-{role}".ToLowerInvariant(), cluster: "dev-eu-1");

    private static ResourceDraft Grant(Role role) =>
        new(
            AccessKind.Word,
            ResourceOperation.Create,
            "dev-eu-1",
            $"offered-{role}".ToLowerInvariant(),
            Access.AccessWorlds.Reads(Orders, "User:offered")
        );

    private async Task<string> Somebody(Role role)
    {
        var handle = $"only-{role}".ToLowerInvariant();
        await using var db = await web.Store.CreateDbContextAsync();
        await WatchedAccess.Fill(db, web.Dev, web.Now);
        await db.SaveChangesAsync();
        if (!await db.Set<Person>().AnyAsync(p => p.Handle == handle))
        {
            var person = new Person
            {
                Handle = handle,
                Name = handle,
                About = "",
                // Who is among the choices of the demo sign-in.
                IsSeeded = true,
            };
            db.Add(person);
            await db.SaveChangesAsync();
            var team = await db.Set<Team>().SingleAsync(t => t.Name == "payments");
            db.Add(
                new Membership
                {
                    PersonId = person.Id,
                    TeamId = team.Id,
                    Role = role,
                }
            );
            await db.SaveChangesAsync();
        }

        return handle;
    }
}
