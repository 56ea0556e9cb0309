using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Web.Identity;
using Portal.Web.Identity.ProxyHeaders;

namespace Portal.Tests.SignIn;

/// <summary>What settings of a sign-in proxy come to, before anybody signs in.</summary>
public sealed class ProxySettingsTests
{
    [Fact]
    public void A_proxy_with_address_and_secret_is_taken_and_so_is_a_socket_without()
    {
        Complaints(_ => { }).ShouldBeEmpty();
        Complaints(
                o =>
                {
                    o.KnownProxies.Clear();
                    (o.Secret, o.TrustUnixSocket) = ("", true);
                },
                socket: true
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Without_an_address_or_a_socket_nobody_could_come_in() =>
        Complaints(o => o.KnownProxies.Clear()).ShouldHaveSingleItem().ShouldContain("no proxy is trusted");

    [Fact]
    public void An_address_alone_proves_nothing()
    {
        Complaints(o => o.Secret = "").ShouldHaveSingleItem().ShouldContain("SecretFile is missing");
        Complaints(o => o.Secret = "too short").ShouldHaveSingleItem().ShouldContain("fewer than 32 characters");
        Complaints(o => o.SecretFile = "/tmp/other").ShouldHaveSingleItem().ShouldContain("keep one");
        Complaints(o => (o.Secret, o.SecretFile) = ("", "/no/such/file"))
            .ShouldHaveSingleItem()
            .ShouldContain("/no/such/file");
    }

    [Theory]
    [InlineData("0.0.0.0/0", "every address there is")]
    [InlineData("::/0", "every address there is")]
    [InlineData("10.4.0.7", "not a network")]
    public void A_network_is_the_proxy_s(string network, string words) =>
        Complaints(o => o.KnownNetworks.Add(network)).ShouldHaveSingleItem().ShouldContain(words);

    [Fact]
    public void A_name_is_no_address() =>
        Complaints(o => o.KnownProxies.Add("proxy.example")).ShouldHaveSingleItem().ShouldContain("not an IP address");

    [Fact]
    public void A_socket_that_web_does_not_listen_on_is_none() =>
        Complaints(o => o.TrustUnixSocket = true).ShouldHaveSingleItem().ShouldContain("listens on no Unix socket");

    [Theory]
    [InlineData(SignInMode.Embedded)]
    [InlineData(SignInMode.OpenIdConnect)]
    [InlineData(SignInMode.None)]
    public void Under_another_mode_a_proxy_is_no_sign_in_at_all(SignInMode mode) =>
        Complaints(_ => { }, mode: mode).ShouldHaveSingleItem().ShouldContain($"Portal:Identity:Mode is {mode}");

    [Fact]
    public void Headers_differ_and_signing_out_leads_to_a_place()
    {
        Complaints(o => o.UserHeader = "x-forwarded-email").ShouldHaveSingleItem().ShouldContain("five different");
        foreach (var address in (string[])["", "oauth2/sign_out", "//evil.example", "http://login.example.com"])
        {
            Complaints(o => o.SignOutAddress = address).ShouldHaveSingleItem().ShouldContain("SignOutAddress");
        }
    }

    [Fact]
    public void Where_everybody_s_forwarded_address_is_believed_the_portal_does_not_start()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["FORWARDEDHEADERS_ENABLED"] = "true" })
            .Build();
        var identity = Options.Create(new IdentityOptions { Mode = SignInMode.ProxyHeader });

        var result = new ProxySignInCheck(identity, configuration).Validate(
            null,
            new ProxySignInOptions { KnownProxies = { "10.4.0.7" }, Secret = new string('x', 32) }
        );

        result.FailureMessage.ShouldNotBeNull().ShouldContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true");
    }

    [Fact]
    public void Open_pages_are_confirmed_often_enough() =>
        Complaints(_ => { }, recheck: TimeSpan.FromMinutes(1)).ShouldHaveSingleItem().ShouldContain("at most 00:00:20");

    private static List<string> Complaints(
        Action<ProxySignInOptions> change,
        SignInMode mode = SignInMode.ProxyHeader,
        bool socket = false,
        TimeSpan? recheck = null
    )
    {
        var options = new ProxySignInOptions { KnownProxies = { "10.4.0.7" }, Secret = new string('x', 32) };
        change(options);
        var identity = new IdentityOptions { Mode = mode };
        identity.RecheckEvery = recheck ?? identity.RecheckEvery;
        return [.. ProxySignInCheck.Complaints(identity, options, socket, believesEverybody: false)];
    }
}
