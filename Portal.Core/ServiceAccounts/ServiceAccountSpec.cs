using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What is wanted of an account that clients sign in to Kafka with.</summary>
/// <param name="Rotation">Which password it has, counted from 1: one more is a new password.</param>
/// <param name="FormerUntil">
/// Until when the former password works beside it, by the other mechanism: Kafka keeps one password for each. Null: it ended, or there is none.
/// </param>
/// <param name="Authentication">By certificate it has no password, and all that is about one says nothing.</param>
public sealed record ServiceAccountSpec(
    CredentialMechanism Mechanism,
    int Rotation,
    string Owner,
    string Description = "",
    DateTimeOffset? FormerUntil = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        AccountAuthentication Authentication = AccountAuthentication.Scram
) : ResourceSpec(Owner)
{
    private readonly DateTimeOffset? _formerUntil = Whole(FormerUntil);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FormerUntil
    {
        get => _formerUntil;
        init => _formerUntil = Whole(value);
    }

    /// <summary>Its clients sign in with a certificate.</summary>
    [JsonIgnore]
    public bool IsByCertificate => Authentication == AccountAuthentication.Tls;

    /// <summary>How its clients sign in, as people say it: "SCRAM-SHA-512".</summary>
    [JsonIgnore]
    public string SignsInBy => IsByCertificate ? "client certificate (mTLS)" : Mechanism.Title();

    [JsonIgnore]
    public override string About => Description;

    [JsonIgnore]
    public override bool HasPassword => !IsByCertificate;

    /// <summary>By its newest password, or by the former one that works beside it.</summary>
    public bool HasPasswordBy(CredentialMechanism mechanism) =>
        !IsByCertificate && (Mechanism == mechanism || FormerUntil is not null);

    /// <summary>The same once its former password is over.</summary>
    [JsonIgnore]
    public ServiceAccountSpec WithoutFormer => this with { FormerUntil = null };

    /// <summary>Somebody moved the end of the former password since: what is over in a file doesn't end it.</summary>
    public override ResourceSpec WithManagedEnd(ResourceSpec managed, DateTimeOffset now) =>
        FormerUntil <= now
        && managed is ServiceAccountSpec { FormerUntil: { } until } agreed
        && until != FormerUntil
        && (agreed.Rotation, agreed.Mechanism) == (Rotation, Mechanism)
            ? this with
            {
                FormerUntil = until,
            }
            : this;

    /// <summary>With a new password, while the one that it has now works until then; null: it ends with the rotation.</summary>
    /// <param name="seen">What its cluster shows: there may be rotations that a restored store doesn't have.</param>
    public ServiceAccountSpec Rotated(DateTimeOffset? formerUntil, IEnumerable<SeenCredential>? seen = null) =>
        this with
        {
            Mechanism = formerUntil is null ? Mechanism : Mechanism.Other(),
            Rotation = (seen ?? []).Select(shown => Rotations.Of(shown.Iterations)).Append(Rotation).Max() + 1,
            FormerUntil = formerUntil,
        };

    // The store keeps a time less exactly than it is given: what is read back has to be the same.
    private static DateTimeOffset? Whole(DateTimeOffset? at) =>
        at is { } moment ? moment.ToUniversalTime().AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerSecond)) : null;
}
