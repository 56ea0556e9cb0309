using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Web.Features.Access;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Layout;

namespace Portal.Tests.Web;

/// <summary>What only some may do is on an open page while they may, and no longer.</summary>
public sealed class OfferTests : PartTests
{
    private static readonly TeamId Payments = new(1);

    // Nothing is sent here.
    public OfferTests()
        : base(services => services.AddSingleton(new PageRequest(null!, null!, null!, null!, null!))) { }

    [Fact]
    public void An_offer_comes_and_goes_with_the_role_while_the_page_is_open()
    {
        Me.Is(Who(Role.OnCall));
        var part = Render<Offer>(p => p.Add(o => o.To, new CallerAction.RequestAccess()).AddChildContent("Request"));
        part.Markup.ShouldBeEmpty();

        Me.Is(Who(Role.Member));
        part.WaitForAssertion(() => part.Markup.ShouldContain("Request"));

        Me.Is(null);
        part.WaitForAssertion(() => part.Markup.ShouldBeEmpty());
    }

    [Fact]
    public void Unmanaged_ACLs_are_offered_to_be_removed_and_adopted_while_that_may_be_requested()
    {
        Me.Is(Who(Role.Member));
        var acl = new Acl("User:legacy", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders");
        var part = Render<UnmanagedAcls>(p =>
            p.Add(u => u.Acls, [new UnmanagedAcl(new(1), "dev", "dev", acl, Clock.GetUtcNow())])
                .Add(u => u.Empty, "None.")
        );
        part.Markup.ShouldContain("Adopt");
        part.Markup.ShouldContain("Remove…");
        const string named = "User:legacy: read topic orders, on dev";
        part.Find("button").GetAttribute("aria-label").ShouldBe($"Remove… {named}");
        part.FindAll("a").Select(link => link.GetAttribute("aria-label")).ShouldContain($"Adopt {named}");

        Me.Is(Who(Role.Viewer));

        part.WaitForAssertion(() =>
        {
            part.Markup.ShouldNotContain("Adopt");
            part.Markup.ShouldNotContain("Remove…");
            part.Markup.ShouldContain("User:legacy");
        });
    }

    [Fact]
    public void Access_that_ends_soon_is_offered_to_be_extended_while_that_may_be_requested()
    {
        Me.Is(Who(Role.Member));
        var now = Clock.GetUtcNow();
        var spec = new AccessSpec(
            "User:legacy",
            AccessMode.Read,
            "orders",
            AclPattern.Literal,
            "legacy-",
            null,
            now.AddDays(3),
            NeverExpires: false,
            "payments"
        );
        var row = new AccessRow(new(1), "dev", "dev", "legacy-reads", Payments, "payments", "Payments", spec, null, 0);
        var part = Render<AccessTable>(p => p.Add(t => t.Rows, [row]).Add(t => t.Now, now));
        part.Markup.ShouldContain(">Extend<");

        Me.Is(Who(Role.Viewer));

        part.WaitForAssertion(() =>
        {
            part.Markup.ShouldNotContain("Extend");
            part.Markup.ShouldContain("legacy-reads");
        });
    }

    [Fact]
    public void Whoever_may_choose_some_team_is_offered_to_request_something()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var who = Who(role).Caller;
            Authority
                .May(who, new CallerAction.ChooseOwner(null))
                .Granted.ShouldBe(Authority.May(who, new CallerAction.ChooseOwner(Payments)).Granted, $"{role}");
            Authority.May(who with { IsBootstrap = true }, new CallerAction.ChooseOwner(null)).Granted.ShouldBeFalse();
        }
    }

    private static KnownCaller Who(Role role) =>
        new(
            new PersonId(7),
            new Caller(
                new Actor("ada", ActorVia.Page),
                "Ada",
                [
                    new Membership
                    {
                        PersonId = new(7),
                        TeamId = Payments,
                        Role = role,
                    },
                ]
            )
        );
}
