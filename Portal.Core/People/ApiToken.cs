namespace Portal.Core.People;

/// <summary>An API token as the store keeps it: everything but itself.</summary>
public sealed class ApiToken
{
    public long Id { get; private set; }
    public required PersonId PersonId { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token; the token itself is shown once and never stored.</summary>
    public required byte[] Hash { get; init; }
    public string[] Scopes { get; init; } = [];

    /// <summary>The tokens it was made with, from the first on: when one of them ends, it ends. None: a person made it.</summary>
    public long[] MadeWith { get; init; } = [];

    /// <summary>The handle of who created it for a service account; null: it is a person's own.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Handles of whoever else added a rule that the workload met: what is requested with it is theirs as well.</summary>
    public string[] CoAuthors { get; init; } = [];

    /// <summary>The rule for workloads by which it was got; null: somebody created it.</summary>
    public long? WorkloadRuleId { get; init; }

    /// <summary>The token that took its place.</summary>
    public long? RotatedTo { get; set; }

    /// <summary>The sign-in method in force when it was made: it doesn't work under another.</summary>
    public required SignInMode SignIn { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The address that it was last used from; empty where none is known.</summary>
    public string LastUsedFrom { get; set; } = "";
    public DateTimeOffset? RevokedAt { get; set; }
}
