using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>Requests for roles as people send them, and people as they are when they act.</summary>
internal static class RoleRequestsOf
{
    /// <summary>A request of Iris to be a member of Payments that waits: the one that is there, or a new one.</summary>
    public static async Task<long> Iris(PortalWeb web)
    {
        using var sam = await web.As("sam");
        using var taken = await sam.DeleteAsync("/api/v1/people/iris/roles/payments/member");
        using var iris = await web.As("iris");
        var page = await iris.GetFromJsonAsync<JsonElement>("/api/v1/role-requests");
        var pending = page.GetProperty("items")
            .EnumerateArray()
            .Where(r =>
                r.GetProperty("state").GetString() == "pending" && r.GetProperty("team").GetString() == "payments"
            )
            .Select(r => r.GetProperty("id").GetInt64())
            .ToList();
        return pending is [var there] ? there : await Send(iris, "payments", "member");
    }

    public static async Task<long> Send(
        HttpClient client,
        string team,
        string role,
        int? hours = null,
        DateTimeOffset? until = null
    )
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/role-requests",
            new
            {
                team,
                role,
                reason = "For a test.",
                roleExpiresAt = hours is null
                    ? until ?? TimeProvider.System.GetUtcNow().AddDays(7)
                    : (DateTimeOffset?)null,
                elevationHours = hours,
            }
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    /// <summary>As somebody who signed in on a page, or comes with a token.</summary>
    public static async Task<KnownCaller> Caller(PortalWeb web, string handle, ActorVia via = ActorVia.Page)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        return (await web.Services.GetRequiredService<CallerReader>().Of(person.Id, via, default))!;
    }

    public static Refusal WhyNot<T>(Outcome<T> outcome) => outcome.ShouldBeOfType<Outcome<T>.Refused>().Why;

    public static T Done<T>(Outcome<T> outcome) =>
        outcome is Outcome<T>.Done(var value)
            ? value
            : throw new InvalidOperationException(((Outcome<T>.Refused)outcome).Why.Words);
}
