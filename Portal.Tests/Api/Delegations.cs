using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Portal.Tests.Api;

/// <summary>Delegations as Grace, approver of Payments, gives them.</summary>
internal static class Delegations
{
    public static object OfGrace(string to, int days = 7) =>
        new
        {
            team = "payments",
            @delegate = to,
            reason = "On leave.",
            expiresAt = TimeProvider.System.GetUtcNow().AddDays(days),
        };

    /// <summary>The number of the one to Lin: that is there, or a new one.</summary>
    public static async Task<long> ToLin(PortalWeb web)
    {
        using var grace = await web.As("grace");
        using var given = await grace.PostAsJsonAsync("/api/v1/delegations", OfGrace("lin"));
        return (await grace.GetFromJsonAsync<JsonElement>("/api/v1/people/lin/delegations"))
            .EnumerateArray()
            .Single(delegation => delegation.GetProperty("approver").GetString() == "grace")
            .GetProperty("id")
            .GetInt64();
    }

    /// <summary>Everybody votes for themselves again.</summary>
    public static async Task EndAll(PortalWeb web)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update vote_delegation set ended_at = now(), ended_by = 'sam' where ended_at is null"
        );
    }
}
