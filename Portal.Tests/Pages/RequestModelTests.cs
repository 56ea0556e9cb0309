using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Api;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Tokens;
using Portal.Web.Features.Topics.Fields;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

public sealed class RequestModelTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_topic_that_isnt_managed_is_not_changed_from_here()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Change(TopicKind.Word, "dev-eu-1", "orders"), CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>().What.ShouldBe("orders isn't managed on dev-eu-1");
    }

    [Fact]
    public async Task A_change_that_wasnt_sent_back_is_not_mended()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Resubmission(new ChangeId(999_999)), CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>().What.ShouldContain("#999999");
    }

    [Fact]
    public async Task An_adoption_that_was_sent_back_has_no_form_to_edit_it_in()
    {
        var (id, _) = await PlannedChanges.SentBack(web);
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Set<ChangeResource>()
                .Where(r => r.ChangeId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Operation, ResourceOperation.Adopt));
        }

        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Resubmission(id), CancellationToken.None);

        var none = model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>();
        none.Why.ShouldContain("An adoption, a claim or a transfer is cancelled and requested anew.");
    }

    [Theory]
    [InlineData("api-key", "")]
    [InlineData("", "opensesame")]
    public void A_secret_that_was_typed_and_not_added_holds_the_request_up_and_is_in_no_draft(string name, string value)
    {
        var job = new JobForm(FormOrigin.New) { IsJar = true, Name = "payments.sealed" };
        var places = ImmutableDictionary<ResourceKind, IReadOnlyList<RequestCluster>>.Empty;
        var view = new RequestView(new RequestForm(job), [], places, []);
        view.NotYet.ShouldBe("Checking…");

        (job.Jar.SecretName, job.Jar.SecretValue) = (name, value);

        view.NotYet.ShouldBe("Fix the highlighted fields");
        view.FieldToFix.ShouldBe("secret-name");
        view.Problem(job, "secretArguments").ShouldNotBeNull().ShouldStartWith("Add this secret");
        job.Keep().ShouldNotContain(name + value);
        (job.Jar.SecretName, job.Jar.SecretValue) = ("", "");
        view.NotYet.ShouldBe("Checking…");
    }

    [Fact]
    public async Task A_form_says_what_it_still_lacks_and_is_sent_once_it_lacks_nothing()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        model.Value!.NotYet.ShouldBe("Enter a name");
        model.Value.Teams.ShouldHaveSingleItem().Name.ShouldBe("payments");

        await model.Type(form => (form.First.Name, form.First.Cluster) = ("payments modelled", "prod-eu-1"));
        model.Value!.Problem(model.Value.Form.First, "name")!.ShouldContain("Kafka takes only letters");
        (await model.Send()).ShouldBeNull();

        await model.Type(form => form.First.Name = "payments.modelled");
        model.Value!.NotYet.ShouldBe("Add a reason");
        model.Value.Forecast!.Proposal.ShouldNotBeNull("the reason hides no step");

        await model.Type(form => form.Reason = "For a test.");
        model.Value!.NotYet.ShouldBeNull();
        (await model.Send()).ShouldNotBeNull();
        model.IsSending.ShouldBeFalse();
    }

    [Fact]
    public async Task What_holds_it_up_may_pass_while_nobody_types()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        var dev = web.Health.Current[web.Dev];
        var there = web.Sample.Topic("payments.passing", 1, LagStatus.Ok);
        web.Health.Show(dev with { Topics = dev.Topics.SetItem(there.Name, there) });
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        await model.Type(form =>
            (form.First.Name, form.First.Cluster, form.Reason) = (there.Name, "dev-eu-1", "For a test.")
        );
        model.Value!.NotYet.ShouldBe("Not possible as requested");
        await model.LookAgain(CancellationToken.None);
        model.Value!.NotYet.ShouldBe("Not possible as requested");

        web.Health.Show(dev);
        await model.LookAgain(CancellationToken.None);

        model.Value!.NotYet.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_typed_is_looked_ahead_for_though_readings_come_meanwhile()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        await model.Type(form => (form.First.Name, form.First.Cluster) = ("payments.captured", "prod-eu-1"));
        model.Value!.IsHeldUp.ShouldBeTrue();
        model.Value.Problem("reason").ShouldNotBeNull();

        var typing = model.Type(form => form.Reason = "For a test.");
        await model.LookAgain(CancellationToken.None);
        await typing;

        model.Value.Problem("reason").ShouldBeNull();
    }

    [Fact]
    public async Task A_topics_tier_is_raised_by_its_team_without_a_step_and_not_lowered()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<RequestModel>();
        await model.Open(
            new RequestOf.Change(TopicKind.Word, "prod-eu-1", "payments.captured"),
            CancellationToken.None
        );
        await model.Type(form => form.Reason = "For a test.");
        model.Value!.NotYet.ShouldBe("No changes to send");

        await model.Type(form => Topic(form).Intent = Topic(form).Intent with { Tier = Tier.Experimental });
        model.Value!.Problem(model.Value.Form.First, "tier")!.ShouldContain("payments.captured is standard");
        model.Value.NotYet.ShouldBe("Fix the highlighted fields");

        await model.Type(form => Topic(form).Intent = Topic(form).Intent with { Tier = Tier.Critical });
        model.Value!.Problem(model.Value.Form.First, "tier").ShouldBeNull();
        (await model.Send()).ShouldNotBeNull();
    }

    private static TopicForm Topic(RequestForm form) => form.First.ShouldBeOfType<TopicForm>();

    [Fact]
    public async Task Tokens_are_denied_empty_made_and_revoked()
    {
        await using var lin = await Seat.Of(web, "lin");
        var model = lin.Model<TokensModel>();
        await model.Load(everybody: true, CancellationToken.None);
        model.State.ShouldBeOfType<ViewState<TokensView>.Denied>().What.ShouldContain("platform");

        await model.Load(everybody: false, CancellationToken.None);
        (model.Value!.Rows.Count, model.Value.MaySeeAll, model.Value.HasMore).ShouldBe((0, false, false));

        await model.Make(new TokenWish("too long", model.Longest + TimeSpan.FromHours(1), TokenScopes.All));
        model.Refused!.Fields!.Keys.ShouldBe(["lifetimeHours"]);
        model.Created.ShouldBeNull();

        await model.Make(new TokenWish("script", TimeSpan.FromHours(1), [TokenScopes.Read]));
        model.Refused.ShouldBeNull();
        BearerToken.HashOf(model.Created!.Plain).ShouldNotBeNull();
        var row = model.Value!.Rows.ShouldHaveSingleItem();

        await model.Revoke(row);
        model.Created.ShouldBeNull("its secret is worth nothing any more");
        model.Value!.Rows.ShouldHaveSingleItem().RevokedAt.ShouldNotBeNull();
        await model.Revoke(row);
        model.Refused!.Kind.ShouldBe(RefusalKind.NotFound);
    }
}
