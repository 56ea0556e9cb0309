using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Playwright;
using Portal.Tests.Access;
using Portal.Tests.Interop;
using Portal.Tests.Kit;
using Portal.Tests.SignIn;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Journeys;

/// <summary>
/// From a company's first sign-in to a program that is refused again, with the shipped processes, on the pages: roles by rules over the provider's groups, a
/// topic, a service account and its password, access that the topic's owner approves, and its end while no worker runs.
/// </summary>
public sealed class AccessJourneyTests : IAsyncLifetime
{
    private const string Topic = "orders";
    private const string Account = "billing";
    private const string Grant = "billing-reads-orders";
    private OpenIdProvider? _provider;
    private RunningPortal _portal = null!;
    private PageJourney _journey = null!;

    public async Task InitializeAsync()
    {
        if (KafkaJs.Missing is not null)
        {
            return;
        }

        _provider = await OpenIdProvider.Start();
        await _provider.Has("rita", "Rita Root", "platform-admins");
        await _provider.Has("dave", "Dave Data", "data-developers");
        await _provider.Has("olga", "Olga Owner", "data-owners");
        await _provider.Has("bill", "Bill Bills", "billing-developers");
        await _provider.Has("bea", "Bea Billing", "billing-owners");
        _portal = await RunningPortal.Start(null, Settings(_provider.Issuer));
        await _provider.Knows(_portal.Address);
        _journey = new PageJourney(_portal.Address, ProviderPage.SignIn);
    }

    public async Task DisposeAsync()
    {
        if (_provider is not null)
        {
            await _portal.DisposeAsync();
            _provider.Dispose();
        }
    }

    [LongFact("npm")]
    public async Task On_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(3);
        await Journey(kafka.Bootstrap, kafka.Sasl);
    }

    [FullRunNodeFact]
    public async Task On_a_real_Kafka()
    {
        await using var kafka = await RealKafka.Start(3);
        await Journey(kafka.Bootstrap, kafka.Sasl);
    }

    private async Task Journey(string bootstrap, string sasl)
    {
        try
        {
            await Begin(bootstrap);
            await _journey.Approve("olga", await _journey.Request("dave", "main", Topic));
            await GrantedClient.Writes(bootstrap, Topic);
            await _journey.Approve("bea", await AsksForAccount());
            var billing = (Account, await Password());
            GrantedClient.Refusals.ShouldContain(await Reads(sasl, billing));

            await _journey.Approve("olga", await AsksForAccess());
            await Deadline.Until(async () => await Reads(sasl, billing) == ErrorCode.NoError);

            var token = await Token();
            var (change, end) = await EndsSoon(token);
            await _journey.Approve("olga", change);
            _portal.KillWorkers();
            (await Reads(sasl, billing)).ShouldBe(ErrorCode.NoError, "its time isn't over");
            await Deadline.Until(() => TimeProvider.System.GetUtcNow() > end);
            (await Reads(sasl, billing)).ShouldBe(ErrorCode.NoError, "nobody works who could take it away");

            _portal.StartWorkers();
            await Deadline.Until(
                async () => GrantedClient.Refusals.Contains(await Reads(sasl, billing)),
                TimeSpan.FromSeconds(60)
            );
            await NoCredentialIsLogged(billing.Item2, token);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{Weighty(_portal.Logs)}", failure);
        }
    }

    // At Trace, of web and workers: neither what the portal signs in with at the provider, nor what people and programs got.
    private async Task NoCredentialIsLogged(params string[] given)
    {
        var logs = _portal.Logs;
        logs.ShouldContain("\"LogLevel\":\"Trace\"");
        logs.ShouldContain("\"Category\":\"Portal.Web.", Case.Sensitive, "of web");
        logs.ShouldContain("\"Category\":\"Portal.Workers.", Case.Sensitive, "of workers");
        var tokens = await _provider!.Tokens();
        tokens.Length.ShouldBeGreaterThanOrEqualTo(5 * 3, "three for each of five people");
        string[] secrets = [OpenIdProvider.Secret, Uri.EscapeDataString(OpenIdProvider.Secret), .. tokens, .. given];
        // In JSON some characters have another form.
        foreach (var secret in secrets.Union(secrets.Select(plain => JsonEncodedText.Encode(plain).ToString())))
        {
            var at = logs.IndexOf(secret, StringComparison.Ordinal);
            at.ShouldBe(-1, at < 0 ? "" : $"a credential is logged: {logs[Math.Max(0, at - 300)..(at + 20)]}");
        }
    }

    // What a failed test's reader looks at first, of the megabytes that are traced.
    private static string Weighty(string logs)
    {
        var weighty = new StringBuilder();
        foreach (var line in logs.AsSpan().EnumerateLines())
        {
            var isTraced =
                line.Contains("\"LogLevel\":\"Trace\"", StringComparison.Ordinal)
                || line.Contains("\"LogLevel\":\"Debug\"", StringComparison.Ordinal);
            if (!isTraced)
            {
                weighty.Append(line).AppendLine();
            }
        }

        return weighty.ToString();
    }

    // Whoever is in the provider's platform group comes first, and gives the others their roles by their groups.
    private async Task Begin(string bootstrap)
    {
        await using (var rita = await _journey.By("rita"))
        {
            foreach (var team in new[] { "data", "billing" })
            {
                foreach (var (group, role) in new[] { ("developers", "Member"), ("owners", "Approver") })
                {
                    await rita.Open("/role-rules");
                    await rita.Page.GetByLabel("Group", new() { Exact = true }).FillAsync($"{team}-{group}");
                    await rita.Page.GetByLabel("Team", new() { Exact = true }).FillAsync(team);
                    await rita.Choose("Role", role);
                    await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Add rule" }).ClickAsync();
                    await rita.Sees($"The rule for {team}-{group} is added");
                }
            }
        }

        await _journey.Register(
            "main",
            "Production",
            page => page.Locator("#cluster-addresses").FillAsync(bootstrap),
            "rita"
        );
    }

    private async Task<long> AsksForAccount()
    {
        await using var bill = await _journey.By("bill");
        await bill.Open("/service-accounts/request");
        await bill.Page.Locator("#name").FillAsync(Account);
        await bill.Choose("Cluster", "main (prod)");
        return await PageJourney.Send(bill.Page);
    }

    private async Task<string> Password()
    {
        await using var bill = await _journey.By("bill");
        await bill.Open($"/service-accounts/main/{Account}");
        await bill.Page.GetByRole(AriaRole.Button, new() { Name = "Show the password once" }).ClickAsync();
        await bill.Sees("Copy it now: it was shown this once, and is erased.");
        return (await bill.Page.Locator("[data-once] pre").InnerTextAsync()).Trim();
    }

    private async Task<long> AsksForAccess()
    {
        await using var bill = await _journey.By("bill");
        await bill.Open($"/topics/main/{Topic}?tab=access");
        await bill.Page.GetByRole(AriaRole.Link, new() { Name = "Request access" }).ClickAsync();
        await bill.Page.Locator("#name").FillAsync(Grant);
        await bill.Page.Locator("#principal").FillAsync($"User:{Account}");
        await bill.Page.Locator("#group").FillAsync($"{Account}-");
        await Expect(bill.Page.Locator("#topic")).ToHaveValueAsync(Topic);
        return await PageJourney.Send(bill.Page);
    }

    // The page takes a day; by API it is a moment.
    private async Task<(long Change, DateTimeOffset End)> EndsSoon(string token)
    {
        using var bill = new HttpClient { BaseAddress = _portal.Address };
        bill.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(40);
        using var answer = await bill.PostAsJsonAsync(
            "api/v1/changes",
            new
            {
                owner = "billing",
                reason = "The journey is over soon.",
                resources = new[]
                {
                    new
                    {
                        kind = "access",
                        operation = "update",
                        cluster = "main",
                        name = Grant,
                        spec = new
                        {
                            principal = $"User:{Account}",
                            mode = "read",
                            topic = Topic,
                            group = $"{Account}-",
                            expires = end,
                        },
                    },
                },
            }
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        var change = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("change");
        return (change.GetProperty("id").GetInt64(), end);
    }

    private async Task<string> Token()
    {
        await using var bill = await _journey.By("bill");
        await bill.Open("/tokens");
        await bill.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).First.ClickAsync();
        await bill.Page.Locator("#token-name").FillAsync("journey");
        await bill.Choose("May", "read and change");
        await bill.InDialog("Make the token").ClickAsync();
        await bill.Sees("Copy it now: it is shown only once.");
        return (await bill.Page.Locator(".snippet pre").First.InnerTextAsync()).Trim();
    }

    private static Task<ErrorCode> Reads(string sasl, (string, string) billing) =>
        GrantedClient.Consumes(sasl, billing, Topic, $"{Account}-journey");

    private static (string, string)[] Settings(string issuer)
    {
        const string provider = $"Portal__SignIn__Providers__{ProvidedWeb.Key}";
        return
        [
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Portal__Identity__Mode", "OpenIdConnect"),
            ("Portal__Identity__FreshSignIn", "00:00:00"), // signing in again has a journey of its own
            ($"{provider}__Title", "Company"),
            ($"{provider}__Authority", issuer),
            ($"{provider}__ClientId", OpenIdProvider.Client),
            ($"{provider}__ClientSecret", OpenIdProvider.Secret),
            ($"{provider}__Scopes__0", "groups"),
            ($"{provider}__PlatformGroup", "platform-admins"),
        ];
    }
}
