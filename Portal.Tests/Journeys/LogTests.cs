using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Portal.Tests.Kit;
using Portal.Tests.SignIn;

namespace Portal.Tests.Journeys;

public sealed partial class LogTests
{
    private const string Typed = "typed-once-and-never-logged";
    private const string ProxySecret = "of-the-proxy-and-32-characters-long-or-more";
    private const string Initial = "the-initial-password-of-the-settings";
    private const string Chosen = "correct horse battery staple";
    private const string Trace = "\"LogLevel\":\"Trace\"";

    private static readonly (string, string)[] Everything =
    [
        ("Logging__LogLevel__Default", "Trace"),
        ("Logging__LogLevel__Microsoft", "Trace"),
        ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
    ];

    [Fact]
    public async Task No_credential_is_in_a_log_however_much_is_logged()
    {
        await using var kafka = await LocalKafka.Start(1);
        var database = await PostgresDatabase.Create();
        await using var portal = await RunningPortal.Over(database.ConnectionString, kafka.Bootstrap, Everything);
        using var sam = await portal.As("sam");
        var token = sam.DefaultRequestHeaders.Authorization!.Parameter!;

        using var tested = await sam.PostAsJsonAsync(
            "api/v1/clusters/test",
            new
            {
                name = "signed-in",
                environment = "dev",
                region = "local",
                addresses = kafka.Bootstrap,
                saslMechanism = "SCRAM-SHA-512",
                username = "portal",
                password = Typed,
            }
        );
        tested.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Deadline.Until(async () => (await sam.GetStringAsync("api/v1/groups")).Length > 0);
        await Deadline.Until(() => portal.Logs.Contains("/api/v1/groups", StringComparison.Ordinal));

        var logs = portal.Logs;
        logs.ShouldContain(Trace);
        logs.ShouldContain("\"Category\":\"Portal.Web.", Case.Sensitive, "of web as well");
        logs.ShouldNotContain(Typed);
        logs.ShouldNotContain(token);
        logs.ShouldNotContain(new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!);
        await database.DisposeAsync();
    }

    // What a provider gives, and generated passwords, are looked for in the logs of AccessJourneyTests.
    [Fact]
    public async Task Neither_the_secret_of_a_sign_in_proxy_nor_what_sets_up_the_first_administrator_is_in_a_log_or_a_problem()
    {
        var database = await PostgresDatabase.Create();
        await using var portal = await RunningPortal.WebOver(
            database.ConnectionString,
            [
                .. Everything,
                ("Portal__Identity__Mode", "ProxyHeader"),
                ("Portal__ProxySignIn__KnownProxies__0", "127.0.0.1"),
                ("Portal__ProxySignIn__Secret", ProxySecret),
                ("Portal__ProxySignIn__PlatformGroup", "platform-admins"),
                ("Portal__Bootstrap__InitialPassword", Initial),
            ]
        );
        await Deadline.Until(() => Link().IsMatch(portal.Logs));
        var code = Link().Match(portal.Logs).Groups["code"].Value;
        var answers = new List<string>();
        using (var visitor = new BootstrapVisitor(portal.Address))
        {
            foreach (
                var (with, password) in new[] { ("wrong", Chosen), (code, "short"), (code, Chosen), (code, Chosen) }
            )
            {
                using var answer = await visitor.SetUp(with, password);
                answers.Add(await answer.Content.ReadAsStringAsync());
            }

            (await visitor.IsIn()).ShouldBeTrue();
        }

        foreach (var secret in new[] { ProxySecret, ProxySecret + "?" })
        {
            using var proxied = new HttpClient { BaseAddress = portal.Address };
            proxied.DefaultRequestHeaders.Add("X-Portal-Proxy-Secret", secret);
            proxied.DefaultRequestHeaders.Add("X-Forwarded-User", "nina");
            proxied.DefaultRequestHeaders.Add("X-Forwarded-Groups", "platform-admins");
            foreach (var address in new[] { "/topics", "/api/v1/topics", "/api/v1/no-such-thing", "/no-such-page" })
            {
                using var answer = await proxied.GetAsync(address);
                answers.Add(await answer.Content.ReadAsStringAsync());
            }
        }

        answers.ShouldContain(page => page.Contains("Account of nina"), "the secret counts");
        await Deadline.Until(() => portal.Logs.Contains("/no-such-page", StringComparison.Ordinal));
        var logs = portal.Logs;
        logs.ShouldContain(Trace);
        foreach (var secret in new[] { ProxySecret, Initial, Chosen, Chosen.Replace(' ', '+') })
        {
            logs.ShouldNotContain(secret);
            logs.ShouldNotContain(JsonEncodedText.Encode(secret).ToString());
            answers.ShouldNotContain(answer => answer.Contains(secret));
        }

        logs.Split('\n').Count(line => line.Contains(code)).ShouldBe(1, "in its link's line alone");
        await database.DisposeAsync();
    }

    [GeneratedRegex("/sign-in/bootstrap#(?<code>[^ ]+) ", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();
}
