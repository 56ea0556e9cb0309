using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.SignIn;

/// <summary>The web with two identity providers, each a process of its own. Sessions are renewed every second, and the company's provider may take its time.</summary>
public sealed class TwoProvidersWeb : ProvidedWeb
{
    public const string Second = "partner";

    public OpenIdProvider Partner { get; private set; } = null!;

    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal)
        {
            ["Portal:SignIn:RenewEvery"] = "00:00:01",
            [$"Portal:SignIn:Providers:{Key}:Timeout"] = "00:01:00",
            [$"Portal:SignIn:Providers:{Second}:Title"] = "Partner",
            [$"Portal:SignIn:Providers:{Second}:Authority"] = Partner.Issuer,
            [$"Portal:SignIn:Providers:{Second}:ClientId"] = OpenIdProvider.Client,
            [$"Portal:SignIn:Providers:{Second}:ClientSecret"] = OpenIdProvider.Secret,
            [$"Portal:SignIn:Providers:{Second}:Scopes:0"] = "groups",
            [$"Portal:SignIn:Providers:{Second}:PlatformGroup"] = "partner-admins",
        };

    public override async Task InitializeAsync()
    {
        if (KafkaJs.Missing is null)
        {
            Partner = await OpenIdProvider.Start();
            await base.InitializeAsync();
            await Partner.Knows(Address);
        }
    }

    protected override async Task Close()
    {
        await base.Close();
        Partner?.Dispose();
    }
}

/// <summary>Several providers at once: each signs in its own people, and none for another.</summary>
public sealed class TwoProvidersTests(TwoProvidersWeb web) : IClassFixture<TwoProvidersWeb>
{
    [ProviderFact]
    public async Task Both_are_offered_and_each_is_led_to_by_its_own_way()
    {
        using var stranger = web.Stranger();
        var page = await stranger.GetStringAsync("/sign-in");
        page.ShouldContain("Continue with Company");
        page.ShouldContain("Continue with Partner");
        using var visitor = new ProviderVisitor(web.Address);

        (await visitor.Redirect(new Uri(web.Address, "/sign-in/company")))
            .GetLeftPart(UriPartial.Authority)
            .ShouldBe(web.Provider.Issuer);
        (await visitor.Redirect(new Uri(web.Address, "/sign-in/partner")))
            .GetLeftPart(UriPartial.Authority)
            .ShouldBe(web.Partner.Issuer);
    }

    [ProviderFact]
    public async Task The_same_name_at_both_is_two_people()
    {
        await web.Provider.Has("sue", "Sue Same", "platform-admins");
        await web.Partner.Has("sue", "Sue Same", "partner-admins");

        using var company = await ProviderVisitor.As(web, "sue");
        using var partner = new ProviderVisitor(web.Address);
        using var answer = await partner.Browser.GetAsync(
            await partner.Callback("sue", provider: TwoProvidersWeb.Second)
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        partner.HasSession.ShouldBeTrue();
        await using var db = await web.Store.CreateDbContextAsync();
        var identities = await db.Set<ExternalIdentity>().Where(i => i.Email == "sue@example.com").ToListAsync();
        identities.Select(i => i.Provider).ShouldBe(["company", "partner"], ignoreOrder: true);
        identities.Select(i => i.PersonId).Distinct().Count().ShouldBe(2);
    }

    [ProviderFact]
    public async Task One_that_hangs_delays_no_session_of_the_other_s()
    {
        await web.Provider.Has("hugo", "Hugo Hangs", "platform-admins");
        await web.Partner.Has("pia", "Pia Partner", "partner-admins");
        using var hugo = await ProviderVisitor.As(web, "hugo");
        using var pia = new ProviderVisitor(web.Address);
        using var answer = await pia.Browser.GetAsync(await pia.Callback("pia", provider: TwoProvidersWeb.Second));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var _ = await web.Provider.Faulty("slow");
        // Whoever takes a session puts it off by five minutes until there is an answer: there has been none for three seconds.
        await Deadline.Until(async () =>
            (await Session("hugo")).RenewAt!.Value - TimeProvider.System.GetUtcNow() is var left
            && left > TimeSpan.FromMinutes(4)
            && left < TimeSpan.FromSeconds(297)
        );

        var before = (await Session("pia")).Renewal;

        await Deadline.Until(
            async () => !(await Session("pia")).Renewal!.SequenceEqual(before!),
            TimeSpan.FromSeconds(40)
        );
    }

    [ProviderFact]
    public async Task An_answer_that_was_meant_for_one_is_refused_when_it_is_given_to_another()
    {
        await web.Provider.Has("max", "Max Mixup", "platform-admins");
        using var max = new ProviderVisitor(web.Address);
        // Both were begun in this browser: what belongs to neither isn't the reason.
        await max.Redirect(new Uri(web.Address, "/sign-in/partner"));
        var meant = await max.Callback("max");
        var given = new Uri(
            meant.ToString().Replace("/sign-in/company/", "/sign-in/partner/", StringComparison.Ordinal)
        );
        given.ShouldNotBe(meant);

        using var refused = await max.Browser.GetAsync(given);

        ((int)refused.StatusCode).ShouldBeInRange(400, 499);
        max.HasSession.ShouldBeFalse();
        // Nor with the word of who it is from taken out.
        var nameless = new Uri(
            given.GetLeftPart(UriPartial.Path)
                + "?"
                + string.Join(
                    '&',
                    given.Query.TrimStart('?').Split('&').Where(p => !p.StartsWith("iss=", StringComparison.Ordinal))
                )
        );
        using var again = await max.Browser.GetAsync(nameless);
        ((int)again.StatusCode).ShouldBeInRange(400, 499);
        max.HasSession.ShouldBeFalse();
    }

    private async Task<BrowserSession> Session(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        return await db.Set<BrowserSession>().AsNoTracking().SingleAsync(s => s.PersonId == person.Id);
    }
}
