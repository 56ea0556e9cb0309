using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Access;
using Portal.Tests.Kit;
using Portal.Web.Features.Access;

namespace Portal.Tests.Pages;

/// <summary>An access review on its pages: opened, answered, followed.</summary>
public sealed class AccessReviewPageTests(LongIdleWeb web) : IClassFixture<LongIdleWeb>
{
    private const string CantKeep = "You requested this access";

    [LongFact]
    public async Task A_review_is_opened_and_answered_on_its_pages_which_show_how_far_it_is()
    {
        await web.World.Manage("orders");
        string[] grants = ["a-reads", "b-reads", "c-reads", "d-reads"];
        foreach (var grant in grants)
        {
            await web.World.Carry(AccessWorlds.Grant(grant, AccessWorlds.Reads("orders", $"User:{grant[0]}")));
        }

        await ApprovesAsWell("ada"); // who requested all of them
        var id = await Opened("sam");
        await using var seat = await Seat.Of(web, "grace");
        var review = seat.Model<AccessReviewModel>();
        await review.Load(id, default);
        review.Mine.Select(item => item.Name).ShouldBe(grants);
        var page = await Page("grace", id);
        page.ShouldContain("Keep all 4");
        page.ShouldContain("4 grants need your answer.");
        foreach (var named in review.Mine.Select(row => $"{row.Name} in {row.Cluster}: {row.Principal} may {row.Act}"))
        {
            page.ShouldContain($"aria-label=\"Keep {named}\"");
            page.ShouldContain($"aria-label=\"Drop… {named}\"");
        }

        // By a double click.
        await Task.WhenAll(review.Keep(review.Mine[0]), review.Keep(review.Mine[0]));
        (await review.Drop(review.Mine[0])).ShouldBeNull();

        review.Refused.ShouldBeNull();
        review.Mine.Select(item => item.Name).ShouldBe(["c-reads", "d-reads"]);
        var row = review.Value!.Row;
        (row.Kept, row.Dropped, row.Unanswered).ShouldBe((1, 1, 2));
        (await Page("grace", id)).ShouldContain("2 of 4");
        (await Page("grace")).ShouldContain("2 of 4");

        await using (var other = await Seat.Of(web, "ada"))
        {
            var asked = other.Model<AccessReviewModel>();
            await asked.Load(id, default);
            asked.Mine.ShouldBeEmpty();
            await asked.Keep(asked.Value!.Items.Single(item => item.Name == "c-reads"));
            await asked.Load(id, default);
            asked.Value!.Row.Unanswered.ShouldBe(2);
        }

        page = await Page("ada", id);
        page.ShouldContain(CantKeep);
        page.ShouldContain(">Drop…<");
        page.ShouldNotContain(">Keep<");

        await DoubleClick.Of(web, review.KeepAll);
        await review.KeepAll();

        review.Refused.ShouldBeNull();
        seat.Service<Radzen.NotificationService>()
            .Messages.Select(toast => toast.Summary)
            .ShouldNotContain("0 grants are kept.");
        (review.Value!.Row.Kept, review.Value.Row.Unanswered).ShouldBe((3, 0));
        page = await Page("grace", id);
        page.ShouldContain("4 of 4");
        page.ShouldNotContain("Keep all");
        page.ShouldNotContain("your answer");
    }

    private async Task<long> Opened(string who)
    {
        await using var seat = await Seat.Of(web, who);
        var reviews = seat.Model<AccessReviewsModel>();
        await reviews.Load(default);
        (reviews.Scope, reviews.Days) = (SeededStructure.Payments, 7);
        (await reviews.Open()).ShouldBeNull();
        reviews.WrongWith("reason").ShouldNotBeNull();
        reviews.Reason = "The yearly look";

        return (await reviews.Open()).ShouldNotBeNull();
    }

    private async Task ApprovesAsWell(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new Membership
            {
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id,
                TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                Role = Role.Approver,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task<string> Page(string who, long? review = null)
    {
        using var visitor = await PageVisitor.Of(web.Address, who);
        var address = review is { } id ? $"/access-reviews/{id}" : "/access-reviews";
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }
}
