using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Security;

/// <summary>
/// What a request to change SCRAM credentials leads to, by Kafka's rules and in its words. Each user can be named once: a
/// client is answered by user.
/// </summary>
internal static class CredentialChanges
{
    /// <summary>Kafka stores none with fewer, and RFC 7677 wants as many.</summary>
    public const int LeastIterations = 4096;

    /// <summary>Kafka stores none with more: each costs every sign-in.</summary>
    public const int MostIterations = 16_384;

    public static (
        IReadOnlyCollection<AccessEvent> Happened,
        ImmutableSortedDictionary<string, Refusal?> ByUser
    ) Decide(AccessState state, AlterUserScramCredentialsRequest asked)
    {
        var changes = asked
            .Deletions.Select(deletion => Deletion(state, deletion))
            .Concat(asked.Upsertions.Select(Upsertion))
            .GroupBy(change => change.Key.User, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                ofUser => ofUser.Key,
                ofUser => (Changes: ofUser.ToList(), Refusal: Fault(ofUser)),
                StringComparer.Ordinal
            );
        return (
            [.. changes.Values.Where(of => of.Refusal is null).SelectMany(of => of.Changes.Select(c => c.Happens!))],
            changes.ToImmutableSortedDictionary(of => of.Key, of => of.Value.Refusal, StringComparer.Ordinal)
        );
    }

    // Two mechanisms of one user are twice too.
    private static Refusal? Fault(IEnumerable<Change> ofUser) =>
        ofUser.Select(change => change.Refusal).FirstOrDefault(refusal => refusal is not null)
        ?? (
            ofUser.Count() > 1
                ? new(ErrorCode.DuplicateResource, "A user credential cannot be altered twice in the same request")
                : null
        );

    private static Change Deletion(AccessState state, AlterUserScramCredentialsRequest.Deletion asked)
    {
        var key = new CredentialKey(asked.Name, asked.Mechanism);
        var refusal =
            Fault(key)
            ?? (
                state.Credentials.ContainsKey(key)
                    ? null
                    : new(ErrorCode.ResourceNotFound, "Attempt to delete a user credential that does not exist")
            );
        return new(key, new AccessEvent.CredentialDeleted(key), refusal);
    }

    private static Change Upsertion(AlterUserScramCredentialsRequest.Upsertion asked)
    {
        var key = new CredentialKey(asked.Name, asked.Mechanism);
        var refusal =
            Fault(key)
            ?? asked.Iterations switch
            {
                < LeastIterations => new(ErrorCode.UnacceptableCredential, "Too few iterations"),
                > MostIterations => new(ErrorCode.UnacceptableCredential, "Too many iterations"),
                _ => null,
            };
        return refusal is not null
            ? new(key, null, refusal)
            : new(
                key,
                new AccessEvent.CredentialSet(
                    key,
                    ScramCredential.From(
                        asked.Mechanism,
                        asked.Iterations,
                        asked.Salt.ToArray(),
                        asked.SaltedPassword.ToArray()
                    )
                ),
                null
            );
    }

    private static Refusal? Fault(CredentialKey key) =>
        key.User.Length == 0 ? new(ErrorCode.UnacceptableCredential, "Username must not be empty")
        : key.Mechanism is not (ScramMechanism.Sha256 or ScramMechanism.Sha512)
            ? new(ErrorCode.UnsupportedSaslMechanism, "Unknown SCRAM mechanism")
        : null;

    private sealed record Change(CredentialKey Key, AccessEvent? Happens, Refusal? Refusal);
}
