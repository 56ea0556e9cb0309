namespace Portal.Core.Teams;

public sealed class Person
{
    public PersonId Id { get; private set; }
    public required string Handle { get; init; }
    public required string Name { get; set; }

    /// <summary>A line shown where a person is chosen (embedded sign-in).</summary>
    public string About { get; set; } = "";
    public bool IsSeeded { get; init; }
    public DateTimeOffset? DisabledAt { get; set; }
}

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
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

public sealed class IdempotencyKey
{
    /// <summary>So long at least the first answer is given again; afterwards the calendar drops it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public required PersonId PersonId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: the same key for another request is refused.</summary>
    public required byte[] Request { get; init; }

    /// <summary>Null while the first request is under way.</summary>
    public int? Status { get; set; }
    public string? Body { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
