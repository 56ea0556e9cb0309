namespace Portal.Core.ServiceAccounts;

/// <summary>An account as lists show it: as it was last seen, and who owns it.</summary>
/// <param name="Seen">What the cluster shows; none: not there, or not read yet.</param>
/// <param name="Owner">Null for one that the portal doesn't manage.</param>
/// <param name="Spec">Null for one that the portal doesn't manage.</param>
public sealed record ServiceAccountRow(
    ClusterId ClusterId,
    string Cluster,
    string Environment,
    string Name,
    IReadOnlyList<SeenCredential> Seen,
    TeamId? OwnerTeam,
    string? Owner,
    string? OwnerTitle,
    ServiceAccountSpec? Spec,
    int Drifts,
    DateTimeOffset? ReadAt,
    string? Failure
)
{
    public string Principal => ServiceAccountKind.PrincipalOf(Name);

    /// <summary>The run that has it in hand; null: none has.</summary>
    public AccountHolder? Holder { get; init; }

    /// <summary>Until when its former password works, by what that run has carried out as well; null: it has none.</summary>
    public DateTimeOffset? FormerUntil => Spec is null || Holder is null ? Spec?.FormerUntil : Holder.Until(Spec);

    /// <summary>Its former password is over and works on, because of that run; null: it doesn't.</summary>
    public FormerOverdue? Overdue(DateTimeOffset now) => Spec is null ? null : Holder?.Overdue(Spec, now);
}
