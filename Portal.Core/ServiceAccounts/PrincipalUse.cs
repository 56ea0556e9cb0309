using System.Collections.Immutable;
using Portal.Core.Access;
using Portal.Core.Topics;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// Who is connected as a principal, from consumer groups alone: Kafka doesn't show who else is. A group counts for it only where no other principal may use
/// the group; what isn't known is said to be, and never taken for “nobody”.
/// </summary>
/// <param name="Groups">The consumer groups that only it may use and that are in use now.</param>
/// <param name="Words">What was seen, or why it isn't known: sentences.</param>
public sealed record PrincipalUse(ImmutableArray<string> Groups, string Words)
{
    private const string Silence = "Kafka doesn't show who is connected without a consumer group.";

    /// <summary>Those of a cluster's topics that it may read.</summary>
    internal static IReadOnlyList<string> Topics(string principal, AclsSeen acls, IEnumerable<string> topics)
    {
        List<Acl> reads =
        [
            .. acls
                .Acls.Where(acl => acl is { Resource: AclResource.Topic, Permission: AclPermission.Allow })
                .Where(acl => acl.Operation is AclOperation.Read or AclOperation.All)
                .Where(acl => acl.Principal == principal || acl.Principal == Acl.Everybody),
        ];
        return [.. topics.Where(topic => reads.Any(acl => acl.AppliesTo(AclResource.Topic, topic)))];
    }

    /// <param name="readers">Of the topics that it may read.</param>
    internal static PrincipalUse Of(
        string principal,
        AclsSeen acls,
        IEnumerable<SeenReaders> readers,
        DateTimeOffset now
    ) =>
        acls.Authorizer switch
        {
            AuthorizerState.NotRead => Unknown(
                "the cluster's ACLs haven't been read, so who may use which consumer group isn't known."
            ),
            AuthorizerState.Off => Unknown(
                "the cluster enforces no ACLs, so every client may use every consumer group."
            ),
            _ => Of(principal, [.. acls.OnGroups], [.. readers.SelectMany(topic => topic.Groups)], now),
        };

    private static PrincipalUse Of(
        string principal,
        IReadOnlyList<Acl> onGroups,
        IReadOnlyList<ReaderEvidence> readers,
        DateTimeOffset now
    )
    {
        List<ReaderEvidence> its =
        [
            .. readers.Where(reader =>
                onGroups.Any(acl => acl.Principal == principal && acl.AppliesTo(AclResource.Group, reader.Group))
            ),
        ];
        var own = its.Where(reader => GroupUsers.Other(onGroups, reader.Group, principal) is null).ToList();
        List<ReaderEvidence> connected =
        [
            .. own.Where(reader => IsConnected(reader, now))
                .DistinctBy(reader => reader.Group, StringComparer.Ordinal)
                .OrderBy(reader => reader.Group, StringComparer.Ordinal),
        ];
        return (connected, own, its) switch
        {
            ([_, ..], _, _) => new(
                [.. connected.Select(reader => reader.Group)],
                $"In use by consumer groups that no other principal may use: {string.Join(", ", connected.Select(InWords))}. {Silence}"
            ),
            (_, _, []) => Unknown($"no consumer group of it is seen. {Silence}"),
            (_, [], [var shared, ..]) => Unknown(
                $"{GroupUsers.Other(onGroups, shared.Group, principal)} may use the consumer group {shared.Group} too. {Silence}"
            ),
            (_, _, _) when own.FirstOrDefault(reader => ActiveReaders.IsActive(reader, now)) is { } unseen => Unknown(
                $"the consumer group {unseen.Group} wasn't seen whole in the last 10 minutes. {Silence}"
            ),
            _ => Unknown($"the consumer group {own[0].Group}, which only it may use, has no members. {Silence}"),
        };
    }

    private static bool IsConnected(ReaderEvidence reader, DateTimeOffset now) =>
        reader.Members > 0 || now - reader.LastMovedAt < ActiveReaders.Within;

    private static string InWords(ReaderEvidence reader) =>
        reader.Members is > 0
            ? $"{reader.Group} ({Quantity.Members(reader.Members)})"
            : $"{reader.Group} (last commit {UtcTime.InWords(reader.LastMovedAt!.Value)})";

    private static PrincipalUse Unknown(string why) => new([], $"Who is connected as it is unknown: {why}");
}
