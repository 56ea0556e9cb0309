using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Portal.Engines.Http;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// A provider's discovery document and keys. The library reads them again daily, and when <see cref="ReadKeysAgain"/> was
/// called and the last reading is old enough; while the provider doesn't answer, what was read last stays in force.
/// </summary>
internal sealed class ProviderDocument
{
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _readings;

    // Why the last reading failed; null: it didn't.
    private volatile Exception? _failure;

    /// <param name="authority">The issuer, as its document names it.</param>
    /// <param name="keysAtMostEvery">How often its keys are read again at most.</param>
    public ProviderDocument(string authority, TimeSpan keysAtMostEvery, HttpClient http) =>
        _readings = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{authority.TrimEnd('/')}/.well-known/openid-configuration",
            new OfIssuer(authority, failure => _failure = failure),
            new HttpDocumentRetriever(http) { RequireHttps = !new Uri(authority).IsLoopback }
        )
        {
            RefreshInterval = keysAtMostEvery,
        };

    /// <summary>What goes to an issuer: one that leads elsewhere isn't followed.</summary>
    /// <param name="caFile">The authorities that its certificate is trusted from, as PEM; empty: the machine's.</param>
    public static HttpClient Client(TimeSpan timeout, string caFile) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                SslOptions =
                {
                    CertificateChainPolicy = ServerTrust.Of(caFile.Length > 0 ? File.ReadAllText(caFile) : null),
                },
            }
        )
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = 1024 * 1024,
        };

    /// <exception cref="InvalidOperationException">It was never read, and can't be now; the cause is inside.</exception>
    public async Task<OpenIdConnectConfiguration> Read(CancellationToken stop)
    {
        try
        {
            return await _readings.GetConfigurationAsync(stop);
        }
        catch (InvalidOperationException failure) when (failure.InnerException is null)
        {
            // It failed a moment ago and wasn't tried again: the library doesn't say why any more.
            throw new InvalidOperationException(failure.Message, _failure);
        }
    }

    /// <summary>With its keys as they are now, which may have been rotated; those of a moment ago count as well.</summary>
    /// <exception cref="InvalidOperationException">They can't be read now; the cause is inside.</exception>
    public async Task<OpenIdConnectConfiguration> ReadKeysAgain(CancellationToken stop)
    {
        _readings.RequestRefresh();
        var read = await Read(stop);
        return _failure is { } cause
            ? throw new InvalidOperationException("The keys can't be read again now.", cause)
            : read;
    }

    /// <summary>Takes no document that names another issuer than was asked, letter for letter (OpenID Connect Discovery, 4.3).</summary>
    /// <param name="ended">Takes how each reading ended: null, or why it failed.</param>
    private sealed class OfIssuer(string issuer, Action<Exception?> ended)
        : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address,
            IDocumentRetriever retriever,
            CancellationToken cancel
        )
        {
            try
            {
                var read = await Checked(address, retriever, cancel);
                ended(null);
                return read;
            }
            catch (Exception failure)
            {
                ended(failure);
                throw;
            }
        }

        private async Task<OpenIdConnectConfiguration> Checked(
            string address,
            IDocumentRetriever retriever,
            CancellationToken cancel
        )
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
            if (!string.Equals(read.Issuer, issuer, StringComparison.Ordinal))
            {
                throw new SignInRefusedException(
                    SignInProblem.OtherIssuer,
                    $"{issuer} calls itself “{read.Issuer}” in its discovery document."
                );
            }

            return issuer.StartsWith("https:", StringComparison.Ordinal) && Plain(read) is { } plain
                ? throw new InvalidOperationException(
                    $"{issuer} names the endpoint {plain} in its discovery document, which is not over TLS: whoever is on the way could read and change what goes there."
                )
                : read;
        }

        private static string? Plain(OpenIdConnectConfiguration read) =>
            new[]
            {
                read.AuthorizationEndpoint,
                read.TokenEndpoint,
                read.UserInfoEndpoint,
                read.EndSessionEndpoint,
            }.FirstOrDefault(address =>
                !string.IsNullOrEmpty(address) && !address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            );
    }
}
