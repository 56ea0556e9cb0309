using System.Net;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Identity.OpenId;

namespace Portal.Tests.SignIn;

/// <summary>What settings of sign-in come to, before anybody signs in.</summary>
public sealed class SignInSettingsTests
{
    [Fact]
    public void A_provider_with_all_it_needs_is_taken() => Complaints(_ => { }).ShouldBeEmpty();

    [Fact]
    public void A_mode_without_a_provider_says_what_to_set() =>
        SignInOptionsCheck
            .Complaints(SignInMode.OpenIdConnect, new SignInOptions())
            .ShouldHaveSingleItem()
            .ShouldContain("Portal:SignIn:Providers:KEY:Authority");

    [Theory]
    [InlineData(SignInMode.Embedded)]
    [InlineData(SignInMode.None)]
    public void A_provider_under_another_mode_is_no_sign_in_at_all(SignInMode mode)
    {
        var options = new SignInOptions { Providers = { ["company"] = Whole() } };

        SignInOptionsCheck
            .Complaints(mode, options)
            .ShouldHaveSingleItem()
            .ShouldContain("Set Portal:Identity:Mode=OpenIdConnect");
    }

    [Theory]
    [InlineData("")]
    [InlineData("login.example.com")]
    [InlineData("http://login.example.com")]
    [InlineData("https://login.example.com/?tenant=1")]
    [InlineData("https://user:secret@login.example.com/")]
    public void An_issuer_is_an_address_over_TLS(string authority) =>
        Complaints(p => p.Authority = authority).ShouldHaveSingleItem().ShouldContain("Authority");

    [Fact]
    public void A_secret_is_given_once_and_can_be_read()
    {
        Complaints(p => p.ClientSecret = "").ShouldHaveSingleItem().ShouldContain("ClientSecretFile is missing");
        Complaints(p => p.ClientSecretFile = "/tmp/other").ShouldHaveSingleItem().ShouldContain("keep one");
        Complaints(p => (p.ClientSecret, p.ClientSecretFile) = ("", "/no/such/file"))
            .ShouldHaveSingleItem()
            .ShouldContain("/no/such/file");
    }

    [Fact]
    public void A_file_of_authorities_is_there_and_has_some()
    {
        using var folder = RunFolder.For("authorities", "true");
        var file = Path.Combine(folder.Path, "ca.pem");
        Complaints(p => p.CaFile = file).ShouldHaveSingleItem().ShouldContain(file);
        File.WriteAllText(file, "not a certificate");
        Complaints(p => p.CaFile = file).ShouldHaveSingleItem().ShouldContain("holds no certificate");
        using var authority = new PrivateAuthority("Example");
        File.WriteAllText(file, authority.Pem);
        Complaints(p => p.CaFile = file).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("email")]
    [InlineData("preferred_username")]
    public void What_people_choose_themselves_gives_no_roles(string claim)
    {
        Complaints(p => p.RuleClaims.Add(claim)).ShouldHaveSingleItem().ShouldContain($"{claim} can't give roles");
        Complaints(p => p.GroupClaim = claim).ShouldHaveSingleItem().ShouldContain($"{claim} can't give roles");
    }

    [Fact]
    public void Times_are_within_bounds()
    {
        Complaints(p => p.ClockSkew = TimeSpan.FromHours(1)).ShouldHaveSingleItem().ShouldContain("ClockSkew");
        Complaints(p => p.Timeout = TimeSpan.Zero).ShouldHaveSingleItem().ShouldContain("Timeout");
        Complaints(p => p.KeysAtMostEvery = TimeSpan.Zero).ShouldHaveSingleItem().ShouldContain("KeysAtMostEvery");
    }

    [Theory]
    [InlineData("ruth", "ruth")]
    [InlineData("Ruth.Ries@example.com", "ruth.ries")]
    [InlineData("Łukasz Żak", "ukasz-zak")]
    [InlineData("42", "user")]
    [InlineData("7up", "up")]
    [InlineData("ada", "ada-2")]
    [InlineData("planner", "planner-2")]
    [InlineData("../etc", "etc")]
    public void A_handle_has_letters_that_a_handle_may_have_and_is_nobody_elses(string username, string handle) =>
        NewHandle.From(username, new HashSet<string> { "ada" }).ShouldBe(handle);

    private static List<string> Complaints(Action<ProviderOptions> change)
    {
        var provider = Whole();
        change(provider);
        var options = new SignInOptions { Providers = { ["company"] = provider } };
        return [.. SignInOptionsCheck.Complaints(SignInMode.OpenIdConnect, options)];
    }

    private static ProviderOptions Whole() =>
        new()
        {
            Authority = "https://login.example.com/",
            ClientId = "portal",
            ClientSecret = "secret",
        };
}

/// <summary>A portal where nobody said how people sign in.</summary>
public sealed class UnsetWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Identity:Mode"] = "None" };
}

public sealed class UnsetSignInTests(UnsetWeb web) : IClassFixture<UnsetWeb>
{
    [Fact]
    public async Task Without_any_sign_in_the_page_says_what_to_set_and_nobody_comes_in()
    {
        using var stranger = web.Stranger();

        using var answer = await stranger.GetAsync("/sign-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Portal:SignIn:Providers");
        using var form = await stranger.PostAsync("/sign-in", new StringContent("handle=sam"));
        form.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }
}
