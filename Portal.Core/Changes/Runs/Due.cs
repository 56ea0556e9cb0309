namespace Portal.Core.Changes.Runs;

/// <summary>What is to be done when a row's time has come, by the word it is stored by. A word never changes: old rows have it.</summary>
public readonly record struct DueKind(string Word)
{
    /// <summary>A change that nobody carried on ends. The subject is the change.</summary>
    public static readonly DueKind ChangeExpires = new("change.expires");

    /// <summary>A grant of access expires, or its topic is gone. The subject is the grant.</summary>
    public static readonly DueKind AccessEnds = new("access.ends");

    /// <summary>A generated password that nobody looked at is erased. The subject is its row.</summary>
    public static readonly DueKind CredentialErased = new("credential.erased");

    /// <summary>A savepoint was kept for as long as it is to be. The subject is the savepoint.</summary>
    public static readonly DueKind SavepointEnds = new("savepoint.ends");

    /// <summary>A JAR was kept for as long as it is to be, unless something uses it. The subject is the JAR.</summary>
    public static readonly DueKind ArtifactEnds = new("artifact.ends");

    /// <summary>A secret of jobs was kept for as long as it is to be, unless something uses it. The subject is the secret.</summary>
    public static readonly DueKind JobSecretEnds = new("job-secret.ends");

    /// <summary>A role that a person gave is over. The subject is the grant of it.</summary>
    public static readonly DueKind RoleEnds = new("role.ends");

    /// <summary>A request for a role that nobody decided expires. The subject is the request.</summary>
    public static readonly DueKind RoleRequestExpires = new("role-request.expires");

    /// <summary>Break-glass access is over. The subject is its row.</summary>
    public static readonly DueKind BreakGlassEnds = new("break-glass.ends");

    /// <summary>The owners of a round of access reviews are reminded, or it is over. The subject is the round.</summary>
    public static readonly DueKind AccessReview = new("access-review");

    public override string ToString() => Word;
}

/// <summary>What waits for a time, as a row, so that it survives restarts.</summary>
public sealed class Due
{
    public long Id { get; private set; }
    public required DueKind Kind { get; init; }
    public required long SubjectId { get; init; }
    public required DateTimeOffset DueAt { get; set; }
}
