using System.Net;

namespace Portal.Tests.SignIn;

/// <summary>A provider that is down, slow, or sends what isn't to be believed: nobody comes in, and the page says why.</summary>
public sealed class ProviderFaultTests(ProvidedWeb web) : IClassFixture<ProvidedWeb>
{
    private const string Invalid = "The sign-in isn&#x27;t valid";

    [ProviderTheory]
    [InlineData("another issuer", "Another issuer answered")]
    [InlineData("expired", "The sign-in has expired")]
    [InlineData("expired lately", "The sign-in has expired")]
    [InlineData("not valid yet", "The sign-in has expired")]
    [InlineData("clock 10 min behind", "the clock of Company or of this portal is wrong")]
    [InlineData("clock 10 min ahead", "the clock of Company or of this portal is wrong")]
    [InlineData("another audience", Invalid)]
    [InlineData("another party", Invalid)]
    [InlineData("another nonce", Invalid)]
    [InlineData("no nonce", Invalid)]
    [InlineData("another access token", Invalid)]
    [InlineData("nobody", Invalid)]
    [InlineData("unknown key", Invalid)]
    [InlineData("forged key", Invalid)]
    [InlineData("unsigned", Invalid)]
    [InlineData("signed with the secret", Invalid)]
    [InlineData("userinfo of another person", Invalid)]
    public async Task A_token_that_is_not_to_be_believed_signs_nobody_in(string fault, string words)
    {
        await web.Provider.Has("ida", "Ida In", "platform-admins");
        using var ida = new ProviderVisitor(web.Address);
        await using var _ = await web.Provider.Faulty(fault);

        using var answer = await ida.SignIn("ida");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
        ida.HasSession.ShouldBeFalse();
        (await ida.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [ProviderTheory]
    [InlineData("groups left out")]
    [InlineData("has groups")]
    public async Task Groups_that_the_provider_left_out_take_no_role_from_anybody(string fault)
    {
        await web.Provider.Has("olga", "Olga Overage", "platform-admins");
        using var before = await ProviderVisitor.As(web, "olga");
        await using var _ = await web.Provider.Faulty(fault);
        using var olga = new ProviderVisitor(web.Address);

        using var answer = await olga.SignIn("olga");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Your groups are missing");
        olga.HasSession.ShouldBeFalse();
        (await before.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [ProviderFact]
    public async Task A_clock_that_is_half_a_minute_off_keeps_nobody_out()
    {
        await web.Provider.Has("kim", "Kim Clock", "platform-admins");
        await using var _ = await web.Provider.Faulty("clock 30 s off");

        using var kim = await ProviderVisitor.As(web, "kim");

        kim.HasSession.ShouldBeTrue();
    }

    [ProviderFact]
    public async Task New_keys_are_read_when_a_token_names_one_that_is_not_known()
    {
        await web.Provider.Has("rosa", "Rosa Rotated", "platform-admins");
        using var before = await ProviderVisitor.As(web, "rosa");
        await web.Provider.RotateKeys();

        await Kit.Deadline.Until(async () =>
        {
            using var after = await ProviderVisitor.As(web, "rosa");
            return after.HasSession;
        });
    }

    [ProviderFact]
    public async Task Made_up_keys_make_the_portal_read_the_keys_once_and_not_for_each_token()
    {
        await web.Provider.Has("dos", "Dos Attack", "platform-admins");
        await using var _ = await web.Provider.Faulty("unknown key");
        var began = TimeProvider.System.GetTimestamp();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var visitor = new ProviderVisitor(web.Address);
            using var answer = await visitor.SignIn("dos");
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        (await web.Provider.KeyReadings()).ShouldBeLessThanOrEqualTo(1 + (int)seconds, "at most one a second is set");
    }

    [ProviderTheory]
    [InlineData("down", HttpStatusCode.BadGateway, "Company can&#x27;t be reached")]
    [InlineData("slow", HttpStatusCode.GatewayTimeout, "Company is too slow")]
    [InlineData("token endpoint down", HttpStatusCode.BadGateway, "Company can&#x27;t be reached")]
    public async Task A_provider_that_does_not_answer_when_the_person_comes_back_is_named(
        string fault,
        HttpStatusCode status,
        string words
    )
    {
        await web.Provider.Has("ben", "Ben Back", "platform-admins");
        using var signedIn = await ProviderVisitor.As(web, "ben");
        using var ben = new ProviderVisitor(web.Address);
        var callback = await ben.Callback("ben");
        await using var _ = await web.Provider.Faulty(fault);

        using var answer = await ben.Browser.GetAsync(callback);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
        ben.HasSession.ShouldBeFalse();
        // Who is signed in already doesn't notice.
        (await signedIn.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [ProviderFact]
    public async Task A_provider_that_refuses_the_person_is_named()
    {
        using var nora = new ProviderVisitor(web.Address);
        var there = await nora.Redirect(new Uri(web.Address, "/sign-in/company"));
        var state = System.Web.HttpUtility.ParseQueryString(there.Query)["state"];

        using var answer = await nora.Browser.GetAsync(
            $"/sign-in/company/callback?error=access_denied&state={Uri.EscapeDataString(state!)}"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Company refused the sign-in");
    }

    [ProviderFact]
    public async Task An_answer_of_another_issuer_is_refused_before_its_code_is_exchanged()
    {
        await web.Provider.Has("mia", "Mia Mixup", "platform-admins");
        using var mia = new ProviderVisitor(web.Address);
        var callback = await mia.Callback("mia");
        var mixed = callback
            .ToString()
            .Replace(
                Uri.EscapeDataString(web.Provider.Issuer),
                Uri.EscapeDataString("https://evil.example"),
                StringComparison.Ordinal
            );
        mixed.ShouldContain("evil.example");

        using var answer = await mia.Browser.GetAsync(mixed);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        mia.HasSession.ShouldBeFalse();
    }
}

/// <summary>The same before the provider was ever read.</summary>
public sealed class ColdProviderTests(ProvidedWeb web) : IClassFixture<ProvidedWeb>
{
    [ProviderFact]
    public async Task Each_fault_of_a_provider_never_read_before_is_named_and_over_when_it_is()
    {
        using var stranger = web.Stranger();
        foreach (
            var (fault, status, words) in new[]
            {
                ("down", HttpStatusCode.BadGateway, "Company can&#x27;t be reached"),
                ("slow", HttpStatusCode.GatewayTimeout, "Company is too slow"),
                ("document of another issuer", HttpStatusCode.Unauthorized, "Another issuer answered"),
            }
        )
        {
            await using var _ = await web.Provider.Faulty(fault);
            await Kit.Deadline.Until(async () =>
            {
                using var answer = await stranger.GetAsync("/sign-in/company");
                return answer.StatusCode == status
                    && (await answer.Content.ReadAsStringAsync()).Contains(words, StringComparison.Ordinal);
            });
        }

        await Kit.Deadline.Until(async () =>
        {
            using var answer = await stranger.GetAsync("/sign-in/company");
            return answer.StatusCode == HttpStatusCode.Redirect;
        });
    }
}
