using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Portal.Engines.Http;

namespace Portal.Web.Identity.OpenId;

/// <summary>What holds for the settings of every issuer: of people's tokens and of workloads'.</summary>
internal static partial class IssuerBounds
{
    private static readonly (TimeSpan Least, TimeSpan Most) Timeouts = (
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMinutes(1)
    );

    public static bool IsKey(string key) => Key().IsMatch(key);

    /// <summary>Whether it is the address of an issuer: over TLS, or on this machine.</summary>
    public static bool IsIssuer(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var issuer)
        && (issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback))
        && issuer.Query.Length == 0
        && issuer.Fragment.Length == 0
        && issuer.UserInfo.Length == 0;

    /// <summary>What is wrong with a file of authorities; null: nothing, or there is none.</summary>
    public static string? CaComplaint(string at, string file)
    {
        try
        {
            var has = file.Length == 0 || ServerTrust.Of(File.ReadAllText(file)).CustomTrustStore.Count > 0;
            return has
                ? null
                : $"{at}:CaFile: {file} holds no certificate. Put those of the authorities there, as PEM.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"{at}:CaFile: {failure.Message}";
        }
    }

    /// <param name="at">Where the issuer stands in the settings.</param>
    public static IEnumerable<string> Complaints(string at, TimeSpan skew, TimeSpan timeout, TimeSpan keysAtMostEvery)
    {
        if (skew < TimeSpan.Zero || skew > TimeSpan.FromMinutes(5))
        {
            yield return $"{at}:ClockSkew is {skew}: it may be 0 to 5 minutes.";
        }

        if (timeout < Timeouts.Least || timeout > Timeouts.Most)
        {
            yield return $"{at}:Timeout is {timeout}: it may be from one second to one minute.";
        }

        if (keysAtMostEvery < Timeouts.Least || keysAtMostEvery > Timeouts.Most)
        {
            yield return $"{at}:KeysAtMostEvery is {keysAtMostEvery}: it may be from one second to one minute.";
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,30}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
