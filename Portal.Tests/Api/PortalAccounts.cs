using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>Portal service accounts of Payments, as its approver Grace and the platform's Sam create them.</summary>
internal static class PortalAccounts
{
    public const string Path = "/api/v1/portal-service-accounts";

    private static int _named;

    public static string NewName() => $"payments-ci-{Interlocked.Increment(ref _named)}";

    /// <summary>One that may request changes of Payments. One that is there stays as it is; only a few are kept.</summary>
    public static async Task<string> Create(PortalWeb web, string name)
    {
        using var sam = await web.As("sam");
        await using var db = await web.Store.CreateDbContextAsync();
        if (await db.Set<Person>().AnyAsync(p => p.Handle == name))
        {
            return name;
        }

        await MakeRoom(sam);
        await Sent(
            sam,
            HttpMethod.Post,
            "",
            new
            {
                name,
                team = "payments",
                description = "The deployment workflow of Payments",
            }
        );
        await Sent(
            sam,
            HttpMethod.Put,
            $"/{name}/roles/payments/member",
            new { reason = "Deploys", expiresAt = TimeProvider.System.GetUtcNow().AddDays(90) }
        );
        return name;
    }

    /// <summary>A fresh token, created by this person.</summary>
    public static async Task<string> Token(PortalWeb web, string account, string by, params string[] scopes)
    {
        using var person = await web.As(by);
        var made = await Sent(
            person,
            HttpMethod.Post,
            $"/{account}/tokens",
            new
            {
                name = "workflow",
                lifetimeHours = 1,
                scopes = scopes is [] ? ["read", "write"] : scopes,
            }
        );
        return made.GetProperty("secret").GetString()!;
    }

    /// <summary>A client with a token of the account that this person created.</summary>
    public static async Task<HttpClient> As(PortalWeb web, string account, string by, params string[] scopes) =>
        With(web, await Token(web, account, by, scopes));

    public static HttpClient With(PortalWeb web, string token)
    {
        var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <returns>What was answered; undefined where that is nothing.</returns>
    public static async Task<JsonElement> Sent(HttpClient client, HttpMethod method, string what, object? body = null)
    {
        using var answer = await Send(client, method, what, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{what}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string what, object? body = null)
    {
        var request = new HttpRequestMessage(method, $"{Path}{what}");
        request.Content = body is null ? null : JsonContent.Create(body);
        return client.SendAsync(request);
    }

    // A team has 50 at most.
    private static async Task MakeRoom(HttpClient sam)
    {
        var page = await Sent(sam, HttpMethod.Get, "?team=payments&limit=40");
        if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
        {
            return;
        }

        foreach (var account in page.GetProperty("items").EnumerateArray())
        {
            await Sent(sam, HttpMethod.Delete, $"/{account.GetProperty("name").GetString()}");
        }
    }
}
