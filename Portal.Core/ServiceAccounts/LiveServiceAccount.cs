using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What a cluster shows of one credential.</summary>
public sealed record CredentialShown(CredentialMechanism Mechanism, int Iterations);

/// <summary>An account as its cluster tells it: the mechanisms it can sign in by.</summary>
[StoredAs("service-account")]
public sealed record LiveServiceAccount(string Name, ImmutableArray<CredentialShown> Credentials) : ResourceState
{
    [JsonIgnore]
    public override EngineId Incarnation => ServiceAccountBase.Id(Credentials);

    public int? IterationsOf(CredentialMechanism mechanism) =>
        Credentials.FirstOrDefault(credential => credential.Mechanism == mechanism)?.Iterations;

    public override ServiceAccountBase ToBase() => new(Credentials);
}

/// <summary>What of an account counts for staleness.</summary>
[StoredAs("service-account")]
public sealed record ServiceAccountBase(ImmutableArray<CredentialShown> Credentials) : ResourceBase
{
    [JsonIgnore]
    public override EngineId Incarnation => Id(Credentials);

    public static string? Moved(string name, ServiceAccountBase then, ServiceAccountBase now) =>
        then.Credentials.SequenceEqual(now.Credentials)
            ? null
            : $"The credentials of {name} were changed since the plan was computed.";

    internal static EngineId Id(ImmutableArray<CredentialShown> credentials) =>
        new(
            string.Join(
                ',',
                credentials.Select(c =>
                    string.Create(CultureInfo.InvariantCulture, $"{c.Mechanism.Title()}:{c.Iterations}")
                )
            )
        );
}
