using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Portal.Core.Clusters;

/// <summary>What there is to choose from when a cluster is registered.</summary>
public sealed record ClusterPlaces(IReadOnlyCollection<string> Environments, IReadOnlyCollection<string> Regions);

/// <summary>What a draft must be before anybody is asked on the network.</summary>
public static partial class ClusterRules
{
    private const int LongestAddresses = 2_000;
    private const int LongestSecret = 1_000;

    /// <summary>Each wrong field (one of <see cref="ClusterField"/>) with words for who typed it; empty when all is well.</summary>
    /// <param name="keepsPassword">A stored password may stand in for one that wasn't typed.</param>
    public static ImmutableSortedDictionary<string, string> Complaints(
        ClusterDraft draft,
        ClusterPlaces places,
        ClusterReach reach,
        bool keepsPassword
    )
    {
        var complaints = new (string Field, string? Words)[]
        {
            (ClusterField.Name, Name(draft.Name)),
            (ClusterField.Environment, OneOf(draft.Environment, places.Environments, "an environment")),
            (ClusterField.Region, OneOf(draft.Region, places.Regions, "a region")),
        };
        return complaints
            .Concat(draft.HasKafka ? OfKafka(draft, reach, keepsPassword) : NoKafkaRules.Complaints(draft))
            .Where(c => c.Words is not null)
            .ToImmutableSortedDictionary(c => c.Field, c => c.Words!, StringComparer.Ordinal);
    }

    private static (string Field, string? Words)[] OfKafka(
        ClusterDraft draft,
        ClusterReach reach,
        bool keepsPassword
    ) =>
        [
            (ClusterField.Addresses, Addresses(draft.Addresses, reach)),
            (ClusterField.CaPem, CertificatePem.Problem(draft.CaPem, draft.Tls)),
            (ClusterField.SaslMechanism, Mechanism(draft.SaslMechanism)),
            (ClusterField.Username, Username(draft)),
            (ClusterField.Password, Password(draft, keepsPassword)),
            (ClusterField.AllowUnencryptedPassword, Unencrypted(draft)),
            (ClusterField.PasswordListenerAddresses, Addresses(draft.PasswordListener)),
            (ClusterField.PasswordListenerCaPem, Authority(draft.PasswordListener)),
            (ClusterField.CertificateListenerAddresses, Addresses(draft.CertificateListener)),
            (ClusterField.CertificateListenerCaPem, Authority(draft.CertificateListener)),
        ];

    private static string? Name(string? name) =>
        name is not null && Names().IsMatch(name)
            ? null
            : "A cluster's name starts with a letter and has small letters, digits and hyphens, at most 61.";

    private static string? OneOf(string? chosen, IReadOnlyCollection<string> known, string what) =>
        chosen is not null && known.Contains(chosen)
            ? null
            : $"Choose {what}: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";

    private static string? Addresses(string? list, ClusterReach reach) =>
        Shape(list)
        ?? BootstrapAddress
            .ParseList(list)
            .Addresses.Select(a => reach.Complaint(a.Host))
            .FirstOrDefault(words => words is not null);

    // The portal doesn't connect there, so it may lie out of its reach.
    private static string? Addresses(ClientListener? listener) => listener is null ? null : Shape(listener.Addresses);

    private static string? Authority(ClientListener? listener) =>
        listener is null ? null : CertificatePem.Problem(listener.CaPem, listener.Tls);

    private static string? Shape(string? list) =>
        list is { Length: > LongestAddresses }
            ? $"That is too long: at most {LongestAddresses} characters."
            : BootstrapAddress.ParseList(list).Complaint;

    private static string? Mechanism(string? mechanism) =>
        mechanism is null || SaslMechanisms.All.Contains(mechanism)
            ? null
            : $"Choose how to sign in: {string.Join(", ", SaslMechanisms.All)}, or nothing.";

    private static string? Username(ClusterDraft draft) =>
        (draft.SaslMechanism, draft.Username) switch
        {
            (null, null or "") => null,
            (null, _) => "A user counts only with a way to sign in: choose one or leave this empty.",
            (_, null or "") => "Who signs in? Give the user's name.",
            (_, { Length: > LongestSecret }) => $"That is too long: at most {LongestSecret} characters.",
            _ => null,
        };

    private static string? Password(ClusterDraft draft, bool keepsPassword) =>
        (draft.SaslMechanism, draft.Password) switch
        {
            (null, null or "") => null,
            (null, _) => "A password counts only with a way to sign in: choose one or leave this empty.",
            (_, null or "") when keepsPassword => null,
            (_, null or "") => "Give the password. It is needed again when where or as whom to sign in changes.",
            (_, { Length: > LongestSecret }) => $"That is too long: at most {LongestSecret} characters.",
            _ => null,
        };

    private static string? Unencrypted(ClusterDraft draft) =>
        draft is { SendsPasswordUnencrypted: true, AllowUnencryptedPassword: false }
            ? "PLAIN without TLS sends the password unencrypted: anyone on the network path can read it. "
                + "Switch TLS on, choose SCRAM, or confirm it; the audit log records who did."
            : null;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,60}\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Names();
}
