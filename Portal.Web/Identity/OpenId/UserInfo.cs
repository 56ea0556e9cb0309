using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;

namespace Portal.Web.Identity.OpenId;

/// <summary>Many providers put little into the id_token, and the rest into userinfo.</summary>
internal static class UserInfo
{
    /// <summary>What userinfo has beside the token; nothing where the token says all that is needed.</summary>
    /// <exception cref="HttpRequestException">The provider doesn't answer, or not with that.</exception>
    /// <exception cref="SignInRefusedException">It is about somebody else.</exception>
    public static async Task<IEnumerable<Claim>> More(
        this OpenIdOptions options,
        JwtSecurityToken token,
        string accessToken,
        CancellationToken stop
    )
    {
        var document = await options.Document.Read(stop);
        var has = token.Claims.Select(claim => claim.Type).ToHashSet(StringComparer.Ordinal);
        if (
            string.IsNullOrEmpty(document.UserInfoEndpoint)
            || (has.Contains("name") && has.Contains(options.GroupClaim))
        )
        {
            return [];
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, document.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await options.Backchannel.SendAsync(request, stop);
        answer.EnsureSuccessStatusCode();
        using var person = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        return person.RootElement.TryGetProperty("sub", out var subject) && subject.GetString() == token.Subject
            ? [.. person.RootElement.EnumerateObject().Where(said => !has.Contains(said.Name)).SelectMany(Claims)]
            : throw new SignInRefusedException(SignInProblem.TokenInvalid, "userinfo is about somebody else.");
    }

    private static IEnumerable<Claim> Claims(JsonProperty said) =>
        said.Value.ValueKind == JsonValueKind.Array
            ? said.Value.EnumerateArray().Select(value => new Claim(said.Name, Text(value)))
            : [new Claim(said.Name, Text(said.Value))];

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
