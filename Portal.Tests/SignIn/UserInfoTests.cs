using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Portal.Core.People.Federation;
using Portal.Tests.Kit;
using Portal.Web.Identity.OpenId;

namespace Portal.Tests.SignIn;

/// <summary>A provider whose tokens have everything but the person's e-mail address.</summary>
public sealed class UserInfoTests
{
    private readonly LogLines<EmailLookup> _log = new();

    [Fact]
    public async Task Userinfo_that_can_not_be_read_for_an_address_is_logged_once_until_it_can()
    {
        await using var provider = await ScriptedHttp.Start();
        var (options, userInfo) = (OptionsOf(provider), new UserInfo(new(TimeProvider.System, _log)));
        string[] broken = ["[]", "no JSON", """{"sub":"mallory","email":"mallory@example.com"}"""];

        foreach (var answer in broken)
        {
            (await Email(provider, options, userInfo, 200, answer)).ShouldBeNull();
        }

        (await Email(provider, options, userInfo, 403, "{}")).ShouldBeNull();
        _log.All.ShouldHaveSingleItem().ShouldContain("people sign in without it");
        (await Email(provider, options, userInfo, 200, """{"sub":"ida","email":"ida@example.com"}""")).ShouldBe(
            "ida@example.com"
        );
        (await Email(provider, options, userInfo, 503, "down")).ShouldBeNull();
        _log.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Userinfo_that_hangs_delays_a_sign_in_by_seconds_for_an_address_and_none_of_the_next_minute()
    {
        await using var provider = await ScriptedHttp.Start();
        var clock = new SleepingMachine();
        var (options, userInfo) = (OptionsOf(provider), new UserInfo(new(clock, _log)));
        const string Answer = """{"sub":"ida","email":"ida@example.com"}""";

        (await Email(provider, options, userInfo, Hang).WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        var requests = provider.Requests;
        (await Email(provider, options, userInfo, 200, Answer)).ShouldBeNull();
        provider.Requests.ShouldBe(requests);

        clock.Slept = TimeSpan.FromMinutes(1);
        (await Email(provider, options, userInfo, 200, Answer)).ShouldBe("ida@example.com");
        _log.All.ShouldHaveSingleItem();

        static Task Hang(HttpContext http) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
    }

    [Theory]
    [InlineData("""{"sub":"ida"}""")]
    [InlineData("""{"sub":"ida","email":null}""")]
    public async Task Who_has_no_address_there_has_none_in_common_with_anybody(string answer)
    {
        await using var provider = await ScriptedHttp.Start();

        var userInfo = new UserInfo(new(TimeProvider.System, _log));
        (await Email(provider, OptionsOf(provider), userInfo, 200, answer)).ShouldBe("");

        _log.All.ShouldBeEmpty();
    }

    private static Task<string?> Email(
        ScriptedHttp provider,
        OpenIdOptions options,
        UserInfo userInfo,
        int status,
        string answer
    ) => Email(provider, options, userInfo, ScriptedHttp.Say(status, answer));

    private static async Task<string?> Email(
        ScriptedHttp provider,
        OpenIdOptions options,
        UserInfo userInfo,
        Func<HttpContext, Task> answer
    )
    {
        provider.Answer = http =>
            http.Request.Path.Value switch
            {
                "/userinfo" => answer(http),
                "/keys" => ScriptedHttp.Say(200, """{"keys":[]}""")(http),
                _ => ScriptedHttp.Say(200, DocumentOf(provider))(http),
            };
        var token = new JwtSecurityToken(
            IssuerOf(provider),
            "portal",
            [new("sub", "ida"), new("name", "Ida In"), new("groups", "platform-admins")]
        );
        var stated = await userInfo.Stated(options, token, "access", CancellationToken.None);
        var configured = new ConfiguredProvider("company", "Company", IssuerOf(provider), "groups", ["groups"], null);
        return ProviderClaims.Read(configured, new ClaimsPrincipal(new ClaimsIdentity(stated))).Email;
    }

    private static OpenIdOptions OptionsOf(ScriptedHttp provider)
    {
        var options = new OpenIdOptions();
        options.Follow(
            "company",
            new ProviderOptions
            {
                Authority = IssuerOf(provider),
                ClientId = "portal",
                ClientSecret = "secret",
                Timeout = TimeSpan.FromMinutes(5),
            }
        );
        return options;
    }

    private static string IssuerOf(ScriptedHttp provider) => provider.Url.GetLeftPart(UriPartial.Authority);

    private static string DocumentOf(ScriptedHttp provider) =>
        $$"""{"issuer":"{{IssuerOf(provider)}}","jwks_uri":"{{IssuerOf(provider)}}/keys","userinfo_endpoint":"{{IssuerOf(provider)}}/userinfo"}""";
}
