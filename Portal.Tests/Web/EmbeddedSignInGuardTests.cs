using Microsoft.Extensions.Configuration;
using Portal.Core.People;
using Portal.Web.Identity;

namespace Portal.Tests.Web;

/// <summary>Where others could reach it, a sign-in without a password is refused at start.</summary>
public sealed class EmbeddedSignInGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8600")]
    [InlineData("http://localhost:8600")]
    [InlineData("http://[::1]:8600")]
    public void On_loopback_it_starts(string address) => Complaint(address).ShouldBeNull();

    [Theory]
    [InlineData("http://0.0.0.0:8600")]
    [InlineData("http://*:80")]
    [InlineData("http://[::]:8600")]
    [InlineData("http://portal.example:8600")]
    [InlineData("http://10.0.0.7:8600")]
    public void Beyond_loopback_it_is_refused_with_the_option_that_overrides_it(string address)
    {
        var words = Complaint("http://127.0.0.1:1", address)!;

        words.ShouldContain(address);
        words.ShouldContain("Portal:Identity:AllowEmbeddedBeyondLoopback=true");
    }

    [Fact]
    public void Behind_a_proxy_it_is_refused() =>
        EmbeddedSignInGuard
            .Complaint(new IdentityOptions { Mode = SignInMode.Embedded }, ["http://127.0.0.1:1"], behindProxy: true)!
            .ShouldContain("proxy");

    [Fact]
    public void The_operator_may_know_better_and_other_methods_may_listen_anywhere()
    {
        var knows = new IdentityOptions { Mode = SignInMode.Embedded, AllowEmbeddedBeyondLoopback = true };
        EmbeddedSignInGuard.Complaint(knows, ["http://*:80"], behindProxy: true).ShouldBeNull();
        EmbeddedSignInGuard.Complaint(new IdentityOptions(), ["http://*:80"], behindProxy: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://*:80", null, null, "http://*:80")]
    [InlineData("http://127.0.0.1:1", "8080", null, "http://127.0.0.1:1")]
    [InlineData(null, "8080;9090", null, "http://*:8080,http://*:9090")]
    [InlineData("http://*:80", "8080", "http://127.0.0.1:2", "http://127.0.0.1:2")]
    [InlineData(null, null, null, "")]
    public void What_is_configured_is_read_as_Kestrel_reads_it(
        string? urls,
        string? ports,
        string? own,
        string expected
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["urls"] = urls,
                    ["http_ports"] = ports,
                    ["Kestrel:Endpoints:Web:Url"] = own,
                }
            )
            .Build();

        string.Join(',', EmbeddedSignInGuard.ListenAddresses(configuration)).ShouldBe(expected);
    }

    private static string? Complaint(params string[] addresses) =>
        EmbeddedSignInGuard.Complaint(
            new IdentityOptions { Mode = SignInMode.Embedded },
            addresses,
            behindProxy: false
        );
}
