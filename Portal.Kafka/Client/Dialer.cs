using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Kafka.Client;

/// <summary>Gets a connection up to where bytes can be exchanged, and sorts what can go wrong on the way.</summary>
public static class Dialer
{
    internal static async Task<Stream> Dial(
        KafkaEndpoint at,
        KafkaTls? tls,
        KafkaOptions options,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var plain = await Connect(at, options.Objection, options.ConnectWithin, time, stop).ConfigureAwait(false);
        if (tls is null)
        {
            return plain;
        }
        var secured = new SslStream(plain);
        try
        {
            await secured.AuthenticateAsClientAsync(Options(at, tls), stop).ConfigureAwait(false);
            return secured;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new KafkaException.TlsRefused(at, InWords(fault), fault);
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A connection to one of the addresses that a name stands for, when none of them is objected to.</summary>
    /// <param name="within">How long it may take until <paramref name="stop"/> ends it; the addresses share it.</param>
    /// <exception cref="KafkaException.Unreachable">There is none, or it must not be connected to.</exception>
    public static async Task<NetworkStream> Connect(
        KafkaEndpoint at,
        Func<KafkaEndpoint, IPAddress, string?>? objection,
        TimeSpan within,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var began = time.GetTimestamp();
        try
        {
            // What was looked at is what is connected to: the name isn't resolved a second time.
            var addresses = await Dns.GetHostAddressesAsync(at.Host, stop).ConfigureAwait(false);
            if (addresses.Select(a => objection?.Invoke(at, a)).FirstOrDefault(words => words is not null) is { } words)
            {
                throw new KafkaException.Unreachable(at, words.TrimEnd('.'));
            }
            var left = within - time.GetElapsedTime(began);
            return await AddressTurns.Connect(addresses, at.Port, left, time, stop).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            throw new KafkaException.Unreachable(at, InWords(fault), fault);
        }
    }

    private static string InWords(SocketException fault) =>
        fault.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "nothing listens there",
            SocketError.HostNotFound or SocketError.NoData => "the name isn't known",
            SocketError.TryAgain => "the name service doesn't answer",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no way there",
            _ => fault.Message.TrimEnd('.'),
        };

    private static string InWords(Exception fault)
    {
        var said = (fault.InnerException ?? fault).Message.TrimEnd('.');
        return said switch
        {
            _ when said.Contains("UntrustedRoot", StringComparison.Ordinal)
                    || said.Contains("PartialChain", StringComparison.Ordinal) =>
                "no authority that we trust has signed its certificate",
            _ when said.Contains("NameMismatch", StringComparison.Ordinal) => "its certificate is for another name",
            _ when said.Contains("NotTimeValid", StringComparison.Ordinal) =>
                "its certificate, or its authority's, is not valid now",
            _ when fault is IOException => $"perhaps this port doesn't speak TLS ({said})",
            _ => said,
        };
    }

    private static SslClientAuthenticationOptions Options(KafkaEndpoint at, KafkaTls tls)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = at.Host };
        if (tls.CaPem is { } pem)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            try
            {
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(pem);
            }
            catch (CryptographicException fault)
            {
                throw new KafkaException.TlsRefused(at, "the authority's certificate is not valid PEM", fault);
            }
            if (options.CertificateChainPolicy.CustomTrustStore.Count == 0)
            {
                throw new KafkaException.TlsRefused(at, "there is no certificate in the authority's PEM");
            }
        }
        return options;
    }
}
