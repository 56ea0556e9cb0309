using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;

namespace Portal.Web.Identity.OpenId;

/// <summary>Many providers put little into the id_token, and the rest into userinfo; some leave out what is too much.</summary>
internal sealed class UserInfo(EmailLookup emails)
{
    // How Entra ID says that it left groups out: by OpenID Connect's distributed claims (Core, 5.6.2), or by a claim of its own.
    private const string Distributed = "_claim_names";
    private const string HasGroups = "hasgroups";

    /// <summary>
    /// What the provider states of a person: in the token, and in userinfo where the token doesn't say all that is needed. Where it lacks nothing but an
    /// e-mail address, userinfo that can't be read keeps nobody out: <see cref="EmailLookup.Unread"/> stands in its place.
    /// </summary>
    /// <exception cref="HttpRequestException">The provider doesn't answer, or not with that.</exception>
    /// <exception cref="SignInRefusedException">Userinfo is about somebody else, or what rules go by was left out.</exception>
    public async Task<IReadOnlyList<Claim>> Stated(
        OpenIdOptions options,
        JwtSecurityToken token,
        string accessToken,
        CancellationToken stop
    )
    {
        var document = await options.Document.Read(stop);
        var has = token.Claims.Select(claim => claim.Type).ToHashSet(StringComparer.Ordinal);
        var isWhole = has.Contains("name") && options.RuleClaims.All(has.Contains);
        if (string.IsNullOrEmpty(document.UserInfoEndpoint) || (isWhole && has.Contains("email")))
        {
            return Whole(options, [.. token.Claims]);
        }

        var person = isWhole ? await emails.Of(document.Issuer, Read, stop) : await Read(stop);
        return Whole(options, [.. token.Claims, .. person.Where(claim => !has.Contains(claim.Type))]);

        async Task<List<Claim>> Read(CancellationToken within)
        {
            var found = await Ask(options, document.UserInfoEndpoint, accessToken, within);
            return found.Exists(claim => claim.Type == "sub" && claim.Value == token.Subject)
                ? found
                : throw new SignInRefusedException(SignInProblem.TokenInvalid, "userinfo is about somebody else.");
        }
    }

    /// <summary>What userinfo alone states, where no token came; null where there is no userinfo to ask.</summary>
    /// <exception cref="HttpRequestException">The provider doesn't answer, or not with that.</exception>
    /// <exception cref="SignInRefusedException">What rules go by was left out.</exception>
    public static async Task<IReadOnlyList<Claim>?> Stated(
        OpenIdOptions options,
        string accessToken,
        CancellationToken stop
    )
    {
        var document = await options.Document.Read(stop);
        return string.IsNullOrEmpty(document.UserInfoEndpoint) || accessToken.Length == 0
            ? null
            : Whole(
                options,
                [new("iss", document.Issuer), .. await Ask(options, document.UserInfoEndpoint, accessToken, stop)]
            );
    }

    private static async Task<List<Claim>> Ask(
        OpenIdOptions options,
        string address,
        string accessToken,
        CancellationToken stop
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await options.Backchannel.SendAsync(request, stop);
        answer.EnsureSuccessStatusCode();
        using var person = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        return [.. person.RootElement.EnumerateObject().SelectMany(Claims)];
    }

    private static Claim[] Whole(OpenIdOptions options, Claim[] stated)
    {
        var missing = options.RuleClaims.Where(name => !Array.Exists(stated, claim => claim.Type == name)).ToList();
        var leftOut = stated
            .Where(claim => claim.Type == Distributed)
            .SelectMany(claim => Names(claim.Value))
            .ToHashSet(StringComparer.Ordinal);
        if (Array.Exists(stated, claim => claim is { Type: HasGroups, Value: "true" or "True" }))
        {
            leftOut.Add(options.GroupClaim);
        }

        return missing.Exists(leftOut.Contains)
            ? throw new SignInRefusedException(SignInProblem.GroupsLeftOut, "It left out what rules go by.")
            : stated;
    }

    private static IEnumerable<string> Names(string json)
    {
        try
        {
            using var names = JsonDocument.Parse(json);
            return names.RootElement.ValueKind == JsonValueKind.Object
                ? [.. names.RootElement.EnumerateObject().Select(name => name.Name)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<Claim> Claims(JsonProperty said) =>
        said.Value.ValueKind switch
        {
            JsonValueKind.Null => [], // as if it weren't there: two people without an e-mail address have none in common
            JsonValueKind.Array => said.Value.EnumerateArray().Select(value => new Claim(said.Name, Text(value))),
            _ => [new Claim(said.Name, Text(said.Value))],
        };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
