using System.Collections.Immutable;
using Portal.Core.Clusters;

namespace Portal.Core.JobCredentials;

/// <summary>What a draft must be before it is tried on the network: as the cluster's own, and a reference in place of a password.</summary>
internal static class JobKafkaRules
{
    /// <summary>Each wrong field with words for who typed it; empty when all is well.</summary>
    /// <param name="keepsPassword">A stored password may stand in for one that wasn't typed.</param>
    public static ImmutableSortedDictionary<string, string> Problems(
        JobKafkaDraft draft,
        Cluster cluster,
        ClusterReach reach,
        bool keepsPassword
    )
    {
        var reference = ClusterRegister.Blank(draft.PasswordReference);
        var problems = ClusterRules.Complaints(
            draft.At(cluster),
            new([cluster.Environment], [cluster.Region]),
            reach,
            keepsPassword || reference is not null
        );
        return reference is not null && Reference(draft, reference) is { } words
            ? problems.SetItem(JobKafkaField.PasswordReference, words)
            : problems;
    }

    private static string? Reference(JobKafkaDraft draft, string reference) =>
        draft switch
        {
            { SaslMechanism: null } => "A reference counts only with a way to sign in: choose one or leave this empty.",
            { Username: { } user } when user.Contains("${", StringComparison.Ordinal) =>
                "Beside a reference the user is written out: one with ${ in it would be read from Flink's machines too.",
            { Password: not (null or "") } => "Give the password or the reference to it, not both.",
            _ when ConfigReference.Parse(reference) is null =>
                "Write ${file:/path:key}, ${directory:/path:file} or ${env:NAME}, without spaces, quotes and backslashes.",
            _ => null,
        };
}
