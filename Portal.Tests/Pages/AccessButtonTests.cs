using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Web.Features.Access;
using Portal.Web.Features.Requests;
using Portal.Web.Features.ServiceAccounts;
using Portal.Web.Layout;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>What the buttons of an account, a grant and an unmanaged ACL ask for, and of whom.</summary>
public sealed class AccessButtonTests(IdleWeb web) : IClassFixture<IdleWeb>
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task A_password_is_rotated_its_former_one_kept_longer_and_ended_each_by_a_change()
    {
        const string Name = "rotated";
        await web.World.Carry(ServiceAccountWorlds.Create(Name));
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<ServiceAccountModel>();

        var rotated = await Asked(m => m.AskToRotate(overlaps: true));
        (rotated.Rotation, rotated.Mechanism).ShouldBe((2, CredentialMechanism.ScramSha256));
        var until = rotated.FormerUntil.ShouldNotBeNull();
        until.ShouldBe(TimeProvider.System.GetUtcNow() + Week, TimeSpan.FromMinutes(5));
        (await Page("ada", Addresses.ServiceAccount("dev", Name))).ShouldContain("Keep it 7\u00A0days longer");

        (await Asked(m => m.AskToExtend())).ShouldBe(rotated with { FormerUntil = until + Week });
        (await Asked(m => m.AskToEndFormer())).ShouldBe(rotated.WithoutFormer);
        (await Asked(m => m.AskToRotate(overlaps: false))).ShouldBe(rotated.WithoutFormer with { Rotation = 3 });

        async Task<ServiceAccountSpec> Asked(Func<ServiceAccountModel, Task<ChangeId?>> button)
        {
            await model.Load("dev", Name, CancellationToken.None);
            await IsApplied((await button(model)).ShouldNotBeNull($"{model.Refused}"));
            return (ServiceAccountSpec)await Managed(ServiceAccountKind.Word, Name);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_that_is_requested_once_more_makes_the_next_password_and_overlaps_as_long(bool isEdit)
    {
        var name = isEdit ? "rotated-by-edit" : "rotated-whole";
        await web.World.Carry(ServiceAccountWorlds.Create(name));
        var rotated = ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow() + Week);
        var rotation = await web.World.Carry(
            ServiceAccountWorlds.Update(name, rotated) with
            {
                Base = isEdit ? ServiceAccountWorlds.Spec(rotation: 1) : null,
            }
        );
        ((ServiceAccountSpec)await Managed(ServiceAccountKind.Word, name)).Rotation.ShouldBe(2);

        var again = await Again(rotation);

        (again.Rotation, again.Mechanism).ShouldBe((3, CredentialMechanism.ScramSha512));
        again.FormerUntil.ShouldNotBeNull().ShouldBe(TimeProvider.System.GetUtcNow() + Week, TimeSpan.FromMinutes(5));
        var described = rotated with { Description = "Sends invoices." };
        (await Again(await web.World.Carry(ServiceAccountWorlds.Update(name, described)))).ShouldBe(described);
    }

    [Fact]
    public async Task A_rotation_overlaps_as_long_as_when_it_was_requested_last_after_it_was_sent_back()
    {
        const string Name = "rotated-late";
        await web.World.Carry(ServiceAccountWorlds.Create(Name));
        var change = await web.World.Ask(Rotation(TimeSpan.FromDays(4)));
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync(
                $"update change set state = 'changes_requested', created_at = created_at - interval '3 days' where id = {change.Value}"
            );
        }

        var draft = new ChangeDraft("", "needed", SeededStructure.Payments, [Rotation(Week)]);
        var requester = await web.World.Person(Role.Member, SeededStructure.Payments);
        var version = (await web.World.View(change)).Version;
        (
            await web.World.Get<ChangeRequests>().Resubmit(requester, change, version, draft, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeId>.Done>();
        await IsApplied(change);

        var again = await Again(change);

        again.Rotation.ShouldBe(3);
        again.FormerUntil.ShouldNotBeNull().ShouldBe(TimeProvider.System.GetUtcNow() + Week, TimeSpan.FromMinutes(5));

        static ResourceDraft Rotation(TimeSpan overlap) =>
            ServiceAccountWorlds.Update(Name, ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow() + overlap));
    }

    [Fact]
    public async Task A_rotation_without_an_overlap_that_is_requested_once_more_has_none_either()
    {
        await web.World.Carry(ServiceAccountWorlds.Create("rotated-at-once"));

        var again = await Again(await web.World.Carry(ServiceAccountWorlds.Rotate("rotated-at-once", to: 2)));

        again.ShouldBe(ServiceAccountWorlds.Spec(rotation: 3));
    }

    [Fact]
    public async Task A_password_is_shown_on_the_page_of_its_own_account_and_is_gone_once_another_was_looked_at()
    {
        await web.World.Carry(ServiceAccountWorlds.Create("revealed"));
        await web.World.Carry(ServiceAccountWorlds.Create("beside"));
        var requester = (await web.World.Person(Role.Member, SeededStructure.Payments)).Actor.Name;
        await using var seat = await Seat.Of(web, requester);
        // The worker's world has sealed it, with a key of its own.
        var model = seat.Model<ServiceAccountModel>(_ => web.World.Get<SecretVault>());
        await model.Load("dev", "revealed", CancellationToken.None);

        await model.Reveal();
        model.Password.ShouldNotBeNull($"{model.Refused}");
        await model.Load("dev", "revealed", CancellationToken.None);
        model.Password.ShouldNotBeNull("the same page was only drawn anew");
        (await model.AskToDelete("another", "Nobody uses it.")).ShouldBeNull();
        model.Refused.ShouldNotBeNull();

        ((IPageModel)model).MoveOn();
        await model.Load("dev", "beside", CancellationToken.None);
        model.Password.ShouldBeNull();
        model.Refused.ShouldBeNull();
        model.Value!.PasswordWaits.ShouldBeTrue();
        await model.Load("dev", "revealed", CancellationToken.None);
        model.Password.ShouldBeNull();
    }

    [Fact]
    public async Task An_account_is_deleted_by_its_typed_name_and_another_team_s_member_asks_for_nothing()
    {
        const string Name = "deleted";
        await web.World.Carry(ServiceAccountWorlds.Create(Name));
        var other = (await web.World.Person(Role.Member, SeededStructure.Checkout)).Actor.Name;
        await using var theirs = await Seat.Of(web, other);
        var stranger = theirs.Model<ServiceAccountModel>();
        await stranger.Load("dev", Name, CancellationToken.None);
        stranger.Value!.MayChange.ShouldBeFalse();
        (await stranger.AskToRotate(overlaps: false)).ShouldBeNull();
        stranger.Refused!.Kind.ShouldBe(RefusalKind.Denied);
        (await Page(other, Addresses.ServiceAccount("dev", Name))).ShouldNotContain("Rotate the password");
        (await Page("ada", Addresses.ServiceAccount("dev", Name))).ShouldContain("Rotate the password");

        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<ServiceAccountModel>();
        await model.Load("dev", Name, CancellationToken.None);
        (await model.AskToDelete("another", "Nobody uses it.")).ShouldBeNull();
        model.Refused.ShouldNotBeNull();
        await IsApplied((await model.AskToDelete(Name, "Nobody uses it.")).ShouldNotBeNull());
        (await web.World.Iterations(Name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_grant_that_ends_soon_is_extended_by_its_button_and_removed_by_its_typed_name()
    {
        const string Name = "soon-over";
        await web.World.Manage("extended");
        var end = TimeProvider.System.GetUtcNow().AddDays(3);
        await web.World.Carry(AccessWorlds.Grant(Name, AccessWorlds.Reads("extended", "User:soon-over", end)));
        (await Page("ada", Addresses.Grant("dev", Name))).ShouldSatisfyAllConditions(
            page => page.ShouldContain("It expires soon."),
            page => page.ShouldContain("Extend by 90\u00A0days")
        );
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<GrantModel>();
        await model.Load("dev", Name, CancellationToken.None);

        await IsApplied((await model.AskToExtend()).ShouldNotBeNull($"{model.Refused}"));

        ((AccessSpec)await Managed(AccessKind.Word, Name))
            .Expires.ShouldNotBeNull()
            .ShouldBe(end.AddDays(GrantView.ExtendedDays), TimeSpan.FromSeconds(1));
        await model.Load("dev", Name, CancellationToken.None);
        (await model.AskToEnd("another", "It is over.")).ShouldBeNull();
        await IsApplied((await model.AskToEnd(Name, "It is over.")).ShouldNotBeNull());
        (await web.World.AclsOf("User:soon-over")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unmanaged_ACL_is_adopted_by_a_form_that_is_filled_in_or_removed_by_a_change()
    {
        await web.World.Manage("legacy.orders");
        var acl = new Acl("User:legacy", AclOperation.Write, AclResource.Topic, AclPattern.Literal, "legacy.orders");
        await web.World.Make(acl);
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var cluster = await db.Set<Core.Clusters.Cluster>().SingleAsync(c => c.Name == "dev");
            db.Add(SeenAcl.Of(cluster.Id, acl, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }

        var adopts = Addresses.RequestAccessTo("dev", acl.Name, acl.Principal, AccessMode.Write);
        (await Page("ada", "/access?tab=unmanaged")).ShouldSatisfyAllConditions(
            page => page.ShouldContain($"href=\"{adopts}\""),
            page => page.ShouldContain("Remove…")
        );
        (await Page("ada", adopts)).ShouldSatisfyAllConditions(
            page => page.ShouldContain("value=\"User:legacy\""),
            page => page.ShouldContain("value=\"legacy.orders\"")
        );

        await using var seat = await Seat.Of(web, "ada");
        var requests = seat.Service<PageRequest>();
        var removal = AclRemoval.Draft("dev", [acl]);
        await IsApplied(
            (await requests.Ask(removal, "", "Nobody knows what it is for."))
                .ShouldBeOfType<Outcome<ChangeId>.Done>()
                .Value
        );
        (await web.World.AclsOf(acl.Principal)).ShouldBeEmpty();
    }

    // What the form of another like the change begins with.
    private async Task<ServiceAccountSpec> Again(ChangeId change)
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.Copy(change), CancellationToken.None);
        return model.Value!.Form.First.Spec(null).ShouldBeOfType<ServiceAccountSpec>();
    }

    private async Task IsApplied(ChangeId change)
    {
        await web.World.PlanAll();
        if ((await web.World.View(change)).Row.State == ChangeState.PendingApproval)
        {
            await web.World.Agree(change);
        }

        await web.World.ApplyAll();
        (await web.World.View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    private async Task<ResourceSpec> Managed(ResourceKind kind, string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var resource = await db.Set<Resource>().SingleAsync(r => r.Kind == kind && r.Name == name && r.GoneAt == null);
        return resource.Read(TestKinds.All);
    }

    private async Task<string> Page(string person, string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, person);
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }
}
