using Portal.Core.Changes.Runs;

namespace Portal.Core.Jobs;

/// <summary>What of jobs waits for a time.</summary>
public static class JobDues
{
    /// <summary>A savepoint was kept for as long as it is to be. The subject is the savepoint.</summary>
    public static readonly DueKind SavepointEnds = new("savepoint.ends");

    /// <summary>A JAR was kept for as long as it is to be, unless something uses it. The subject is the JAR.</summary>
    public static readonly DueKind ArtifactEnds = new("artifact.ends");

    /// <summary>A secret was kept for as long as it is to be, unless something uses it. The subject is the secret.</summary>
    public static readonly DueKind SecretEnds = new("job-secret.ends");
}
