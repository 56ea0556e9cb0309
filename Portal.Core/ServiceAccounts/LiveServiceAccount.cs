using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>What a cluster shows of one credential.</summary>
public sealed record CredentialShown(CredentialMechanism Mechanism, int Iterations);

/// <summary>An account as its cluster tells it: the mechanisms it can sign in by. None of one by certificate, which only the portal knows of.</summary>
[StoredAs("service-account")]
public sealed record LiveServiceAccount(string Name, ImmutableArray<CredentialShown> Credentials) : ResourceState
{
    /// <summary>What was agreed to of it; null where the portal doesn't manage it, or only its cluster was read.</summary>
    [JsonIgnore]
    public ServiceAccountSpec? Managed { get; init; }

    /// <summary>Among which its former password is, see <see cref="FormerCredentials"/>.</summary>
    [JsonIgnore]
    public ImmutableArray<CredentialShown> Formers { get; init; } = [];

    /// <summary>Its clients sign in with a certificate, as was agreed.</summary>
    [JsonIgnore]
    public bool IsByCertificate => Managed is { IsByCertificate: true };

    [JsonIgnore]
    public override EngineId Incarnation => ServiceAccountBase.Id(Credentials);

    /// <summary>One that was agreed to, or that the cluster shows; null: there is none.</summary>
    public static LiveServiceAccount? Of(
        string name,
        ImmutableArray<CredentialShown> credentials,
        AgreedAccount? agreed
    ) =>
        credentials.IsEmpty && agreed is not { Spec.IsByCertificate: true }
            ? null
            : new(name, credentials) { Managed = agreed?.Spec, Formers = agreed?.Formers ?? [] };

    public int? IterationsOf(CredentialMechanism mechanism) =>
        Credentials.FirstOrDefault(credential => credential.Mechanism == mechanism)?.Iterations;

    public override string? Lasts(DateTimeOffset now) =>
        Managed?.FormerUntil is { } until && until > now
            ? $"the former password of {Name} works until {UtcTime.InWords(until)}"
            : null;

    public override ServiceAccountBase ToBase() => new(Credentials, Managed?.FormerUntil);
}

/// <summary>What of an account counts for staleness.</summary>
/// <param name="FormerUntil">When its former password was to end.</param>
[StoredAs("service-account")]
public sealed record ServiceAccountBase(
    ImmutableArray<CredentialShown> Credentials,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FormerUntil = null
) : ResourceBase
{
    [JsonIgnore]
    public override EngineId Incarnation => Id(Credentials);

    public static string? Moved(string name, ServiceAccountBase then, ServiceAccountBase now) =>
        !then.Credentials.SequenceEqual(now.Credentials)
            ? $"The credentials of {name} aren't those that the plan was computed from."
        : then.FormerUntil != now.FormerUntil
            ? $"Until when the former password of {name} works was changed since the plan was computed."
        : null;

    internal static EngineId Id(ImmutableArray<CredentialShown> credentials) =>
        credentials.IsEmpty
            ? new("certificate")
            : new(
                string.Join(
                    ',',
                    credentials.Select(c =>
                        string.Create(CultureInfo.InvariantCulture, $"{c.Mechanism.Title()}:{c.Iterations}")
                    )
                )
            );
}
