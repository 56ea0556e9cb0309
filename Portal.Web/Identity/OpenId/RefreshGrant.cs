using System.Net;
using System.Text.Json;

namespace Portal.Web.Identity.OpenId;

/// <summary>What a provider answers to a refresh token (OpenID Connect Core, 12).</summary>
internal static class RefreshGrant
{
    // What it answers when the person has to sign in there themselves; anything else is about this portal, and may pass.
    private static readonly string[] ForGood =
    [
        "invalid_grant",
        "interaction_required",
        "login_required",
        "consent_required",
        "access_denied",
    ];

    /// <returns>Null: the provider refuses it for good.</returns>
    public static async Task<JsonDocument?> Send(OpenIdOptions options, string refreshToken, CancellationToken stop)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = RefreshTokens.Name,
                [RefreshTokens.Name] = refreshToken,
                ["client_id"] = options.ClientId,
                ["client_secret"] = options.ClientSecret,
            }
        );
        var document = await options.Document.Read(stop);
        using var answer = await options.Backchannel.PostAsync(document.TokenEndpoint, form, stop);
        var words = await answer.Content.ReadAsStringAsync(stop);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            using var refused = JsonDocument.Parse(words);
            return Text(refused.RootElement, "error") is { } error && ForGood.Contains(error, StringComparer.Ordinal)
                ? null
                : throw new HttpRequestException("The provider refused the client.");
        }

        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(words);
    }

    /// <returns>Null where the answer has no such text.</returns>
    public static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
