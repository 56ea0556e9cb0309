namespace Portal.Core.Teams;

/// <summary>Who asks, as far as deciding needs it: the actor and the roles held, read once for a request.</summary>
public sealed record Caller(Actor Actor, string DisplayName, IReadOnlyCollection<Membership> Memberships)
{
    /// <summary>What is done because its time has come: requested like anything else, and agreed to before.</summary>
    public static readonly Caller Clock = new(Actor.Clock, "Portal", []);

    /// <summary>Handles of whoever else let a workload act as the account.</summary>
    public IReadOnlyCollection<string> CoAuthors { get; init; } = [];

    /// <summary>Roles that count for a part of what a team owns.</summary>
    public IReadOnlyCollection<ScopedRole> Scoped { get; init; } = [];

    /// <summary>Whose words a request is that they send: none of these judges it.</summary>
    public IEnumerable<string> Authors => Actor.Names.Union(CoAuthors, StringComparer.Ordinal);

    /// <summary>A Portal service account: it acts by token, and what people decide isn't for it.</summary>
    public bool IsServiceAccount { get; init; }

    /// <summary>The bootstrap administrator, or a Portal service account by a token that they created: nobody can tell which person it is.</summary>
    public bool IsBootstrap { get; init; }

    /// <summary>The number of the browser's session in which they act; null: they act by token, or nobody does.</summary>
    public long? Session { get; init; }

    /// <summary>When the session's person had proved who they are, as far as the key shows by which they act; null: no identity provider began it.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Has a role for some hours, by an elevation or break-glass access.</summary>
    public bool IsElevated => Memberships.Any(m => m.IsElevation);

    /// <summary>The same person without what they have for some hours alone: nothing that outlives an elevation comes of one.</summary>
    public Caller Lasting => this with { Memberships = [.. Memberships.Where(m => !m.IsElevation)] };

    public bool IsPlatform => Memberships.Any(m => m.Role == Role.Platform);
    public bool IsAuditor => Memberships.Any(m => m.Role == Role.Auditor);
    public IReadOnlyList<TeamId> Teams => [.. Memberships.Select(m => m.TeamId).Distinct()];

    /// <summary>For all that the team owns.</summary>
    public bool Has(Role role, TeamId team) => Memberships.Any(m => m.Role == role && m.TeamId == team);

    /// <summary>For this resource: the role counts for all that its owner owns, or for a part that it belongs to.</summary>
    public bool Has(Role role, OwnedPlace what) =>
        Has(role, what.Owner) || Scoped.Any(s => s.Role == role && s.TeamId == what.Owner && s.Covers(what.At));

    /// <summary>In any team, for whatever part of what it owns.</summary>
    public bool HasSome(Role role) => Memberships.Any(m => m.Role == role) || Scoped.Any(s => s.Role == role);

    public bool IsIn(TeamId team) => Memberships.Any(m => m.TeamId == team);
}
