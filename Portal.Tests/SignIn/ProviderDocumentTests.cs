using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Portal.Tests.Kit;
using Portal.Web.Identity.OpenId;

namespace Portal.Tests.SignIn;

/// <summary>A discovery document may send nobody past TLS, and keys that can't be read make no token wrong.</summary>
public sealed class ProviderDocumentTests
{
    private const string Issuer = "https://login.example.com";

    [Theory]
    [InlineData("authorization_endpoint")]
    [InlineData("token_endpoint")]
    [InlineData("userinfo_endpoint")]
    [InlineData("end_session_endpoint")]
    public async Task An_endpoint_without_TLS_is_refused(string endpoint)
    {
        var document = Document(endpoint);

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => document.Read(CancellationToken.None));

        refused.ToString().ShouldContain("is not over TLS");
    }

    [Fact]
    public async Task One_with_TLS_everywhere_is_taken() =>
        (await Document(plain: null).Read(CancellationToken.None)).TokenEndpoint.ShouldBe($"{Issuer}/token_endpoint");

    [Fact]
    public async Task While_keys_can_not_be_read_again_nobody_knows_whether_a_token_is_to_be_believed()
    {
        using var former = RSA.Create(2048);
        using var key = RSA.Create(2048);
        var token = new JwtSecurityTokenHandler().WriteToken(
            new JwtSecurityToken(
                Issuer,
                "portal",
                expires: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
                signingCredentials: new(new RsaSecurityKey(key) { KeyId = "rotated" }, SecurityAlgorithms.RsaSha256)
            )
        );
        using var answering = new Answering(plain: null) { Keys = KeysOf(former) };
        using var http = new HttpClient(answering);
        var document = new ProviderDocument(Issuer, TimeSpan.FromSeconds(1), http);
        var trust = new TokenTrust(document, "portal", TimeSpan.Zero);
        await Should.ThrowAsync<SignInRefusedException>(() => trust.Read(token, CancellationToken.None));

        // Keys that were read a moment ago aren't read again.
        answering.Keys = null;
        await Soon<InvalidOperationException>();
        answering.Keys = KeysOf(former);
        await Soon<SignInRefusedException>();

        Task Soon<T>()
            where T : Exception =>
            Deadline.Until(async () =>
                await Should.ThrowAsync<T>(() => trust.Read(token, CancellationToken.None)) is not null
            );
    }

    private static string KeysOf(RSA key)
    {
        var of = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"former","n":"{{Base64UrlEncoder.Encode(of.Modulus)}}","e":"{{Base64UrlEncoder.Encode(of.Exponent)}}"}]}""";
    }

    private static ProviderDocument Document(string? plain) =>
        new(Issuer, TimeSpan.FromSeconds(5), new HttpClient(new Answering(plain)));

    /// <summary>The provider's two documents, with one endpoint over http.</summary>
    private sealed class Answering(string? plain) : HttpMessageHandler
    {
        /// <summary>Null: they can't be read.</summary>
        public string? Keys { get; set; } = """{"keys":[]}""";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) =>
            Task.FromResult(
                new HttpResponseMessage(
                    IsKeys(request) && Keys is null ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK
                )
                {
                    Content = new StringContent(
                        IsKeys(request)
                            ? Keys ?? "down"
                            : $$"""
                            {
                                "issuer": "{{Issuer}}", "jwks_uri": "{{Issuer}}/keys",
                                "authorization_endpoint": "{{At("authorization_endpoint")}}",
                                "token_endpoint": "{{At("token_endpoint")}}",
                                "userinfo_endpoint": "{{At("userinfo_endpoint")}}",
                                "end_session_endpoint": "{{At("end_session_endpoint")}}"
                            }
                            """
                    ),
                }
            );

        private static bool IsKeys(HttpRequestMessage request) =>
            request.RequestUri!.AbsolutePath.EndsWith("keys", StringComparison.Ordinal);

        private string At(string endpoint) =>
            $"{(endpoint == plain ? Issuer.Replace("https", "http", StringComparison.Ordinal) : Issuer)}/{endpoint}";
    }
}
