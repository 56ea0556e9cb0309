using System.Net;
using Portal.Web.Identity.OpenId;

namespace Portal.Tests.SignIn;

/// <summary>A discovery document may send nobody past TLS.</summary>
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

    private static ProviderDocument Document(string? plain) =>
        new(Issuer, TimeSpan.FromSeconds(5), new HttpClient(new Answering(plain)));

    /// <summary>The provider's two documents, with one endpoint over http.</summary>
    private sealed class Answering(string? plain) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent(
                        request.RequestUri!.AbsolutePath.EndsWith("keys", StringComparison.Ordinal)
                            ? """{"keys":[]}"""
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

        private string At(string endpoint) =>
            $"{(endpoint == plain ? Issuer.Replace("https", "http", StringComparison.Ordinal) : Issuer)}/{endpoint}";
    }
}
