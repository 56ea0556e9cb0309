using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Portal.Tests.Kit;
using Portal.Web.Identity.OpenId;
using Portal.Web.Identity.Workloads;

namespace Portal.Tests.SignIn;

/// <summary>An issuer on loopback whose certificate a company signed itself: the settings name the authority, or nobody believes it.</summary>
public sealed class PrivateIssuerTests : IAsyncLifetime, IDisposable
{
    private readonly PrivateAuthority _authority = new("Example Inc.");
    private readonly RunFolder _folder = RunFolder.For("issuer", "true");
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _issuer = $"https://localhost:{FreePorts.One()}";
    private WebApplication _server = null!;

    private string CaFile => Path.Combine(_folder.Path, "ca.pem");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(CaFile, _authority.Pem);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                new Uri(_issuer).Port,
                listen => listen.UseHttps(_authority.Sign("localhost"))
            )
        );
        _server = builder.Build();
        _server.MapGet(
            "/.well-known/openid-configuration",
            () => Results.Json(new { issuer = _issuer, jwks_uri = $"{_issuer}/keys" })
        );
        _server.MapGet("/keys", () => Results.Text($$"""{"keys":[{{PublicKey()}}]}""", "application/json"));
        await _server.StartAsync();
    }

    [Fact]
    public async Task A_provider_is_believed_by_the_authority_that_its_settings_name_and_not_without()
    {
        (await Provider(CaFile).Document.Read(CancellationToken.None)).Issuer.ShouldBe(_issuer);

        var untrusted = await Should.ThrowAsync<InvalidOperationException>(() =>
            Provider("").Document.Read(CancellationToken.None)
        );
        untrusted.GetBaseException().ShouldBeOfType<AuthenticationException>();
    }

    [Fact]
    public async Task An_issuer_of_workloads_tokens_is_as_well()
    {
        var token = new JwtSecurityTokenHandler().WriteToken(
            new JwtSecurityToken(
                _issuer,
                "this-portal",
                [new("sub", "repo:shop/payments")],
                expires: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
                signingCredentials: new(new RsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)
            )
        );

        (await Workloads(CaFile).Read(token, CancellationToken.None)).Subject.ShouldBe("repo:shop/payments");

        var untrusted = await Should.ThrowAsync<InvalidOperationException>(() =>
            Workloads("").Read(token, CancellationToken.None)
        );
        untrusted.GetBaseException().ShouldBeOfType<AuthenticationException>();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    private OpenIdOptions Provider(string caFile)
    {
        var options = new OpenIdOptions();
        options.Follow(
            "company",
            new ProviderOptions
            {
                Authority = _issuer,
                ClientId = "portal",
                ClientSecret = "secret",
                CaFile = caFile,
            }
        );
        return options;
    }

    private WorkloadTokens Workloads(string caFile) =>
        new(
            Options.Create(
                new WorkloadOptions
                {
                    Issuers =
                    {
                        ["ci"] = new()
                        {
                            Authority = _issuer,
                            Audience = "this-portal",
                            CaFile = caFile,
                        },
                    },
                }
            )
        );

    private string PublicKey()
    {
        var key = _key.ExportParameters(false);
        return $$"""{"kty":"RSA","use":"sig","kid":"one","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}""";
    }
}
