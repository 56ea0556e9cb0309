using System.Net.Http.Json;
using System.Text.Json;

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
            .Single()
            .GetProperty("id")
            .GetInt64();
    }

    /// <summary>Grace votes for herself again.</summary>
    public static async Task EndAll(PortalWeb web)
    {
        using var grace = await web.As("grace");
        var given = await grace.GetFromJsonAsync<JsonElement>("/api/v1/people/grace/delegations");
        foreach (var delegation in given.EnumerateArray())
        {
            using var ended = await grace.DeleteAsync($"/api/v1/delegations/{delegation.GetProperty("id").GetInt64()}");
        }
    }
}
