namespace Portal.Core.Access.Reviews;

/// <summary>
/// Who keeps and drops a grant: approvers of the team that owns the data. Whoever requested it doesn't keep it, so Platform's approvers do where no other is
/// left; only where none of these is left either may they.
/// </summary>
/// <param name="approvers">Handles by team.</param>
internal sealed class ReviewAnswerers(ILookup<TeamId, string> approvers, TeamId platform)
{
    /// <returns>The team whose approvers keep it, and who of them doesn't.</returns>
    public (TeamId Team, IReadOnlyCollection<string> Except) Keep(TeamId owner, IReadOnlyCollection<string> authors) =>
        HasOthers(owner, authors) ? (owner, authors)
        : HasOthers(platform, authors) ? (platform, authors)
        : (Drop(owner), []);

    /// <summary>The team whose approvers drop it, whoever requested it.</summary>
    public TeamId Drop(TeamId owner) => approvers.Contains(owner) ? owner : platform;

    /// <summary>Whether anybody can keep or drop it.</summary>
    public bool Has(TeamId owner) => approvers.Contains(owner) || approvers.Contains(platform);

    private bool HasOthers(TeamId team, IReadOnlyCollection<string> authors) =>
        approvers[team].Except(authors, StringComparer.Ordinal).Any();
}
