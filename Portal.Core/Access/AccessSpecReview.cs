using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>What is wrong with a grant's spec in itself, by field.</summary>
internal static class AccessSpecReview
{
    private const int LongestName = 250;
    private const int LongestDescription = 2_000;

    // A prefix of a letter or two begins the names of every team's.
    private const int ShortestPrefix = 3;
    private const string Type = Acl.User;

    public static IEnumerable<FieldProblem> Of(AccessSpec spec)
    {
        if (Principal(spec.Principal) is { } principal)
        {
            yield return new("principal", principal);
        }

        if (Topic(spec) is { } topic)
        {
            yield return new("topic", topic);
        }

        if (Prefix(spec.Mode == AccessMode.Read, spec.Group, "consumer groups", "read") is { } group)
        {
            yield return new("group", group);
        }

        var writesInTransactions = spec.Mode == AccessMode.WriteInTransactions;
        if (Prefix(writesInTransactions, spec.TransactionalId, "transactional ids", "write in transactions") is { } id)
        {
            yield return new("transactionalId", id);
        }

        if (spec is { NeverExpires: true, Expires: not null })
        {
            yield return new("expires", "Give either an expiry or neverExpires, not both.");
        }

        if (spec.Description.Length > LongestDescription)
        {
            yield return new("description", $"A description has at most {LongestDescription:N0} characters.");
        }
    }

    public static IEnumerable<FieldProblem> Over(AccessSpec spec, DateTimeOffset now) =>
        spec.Expires <= now
            ?
            [
                new FieldProblem(
                    "expires",
                    $"It would expire at once: {GrantAccess.Until(spec.Expires)} is in the past. Choose a later time."
                ),
            ]
            : [];

    private static string? Principal(string principal) =>
        principal switch
        {
            "" => "Enter a principal, such as User:billing.",
            { Length: > LongestName } => $"A principal has at most {LongestName} characters.",
            _ when !principal.StartsWith(Type, StringComparison.Ordinal) || principal.Length == Type.Length =>
                "A principal begins with User: and a name follows, such as User:billing.",
            _ when principal.Any(char.IsControl) || principal != principal.Trim() =>
                "Remove control characters, and spaces at the beginning or end of the principal.",
            _ => EscapedName.Problem(principal),
        };

    private static string? Topic(AccessSpec spec) =>
        spec switch
        {
            { Topic: "" } => "Enter a topic's name.",
            { Topic: Acl.Any, Pattern: AclPattern.Prefixed } =>
                "A prefix of * matches only names that begin with *. For every topic choose the exact name *.",
            { Topic: Acl.Any } => null,
            { Pattern: AclPattern.Prefixed, Topic.Length: < ShortestPrefix } =>
                $"Enter at least {ShortestPrefix} characters: the names of other teams' topics begin with so few too. For every topic choose the exact name *.",
            { Topic.Length: > TopicName.LongestName } =>
                $"A topic's name has at most {TopicName.LongestName} characters.",
            // Kafka's own topics can be granted too.
            _ => TopicName.Complaint(
                spec.Topic.StartsWith("__", StringComparison.Ordinal) ? $"_{spec.Topic.TrimStart('_')}" : spec.Topic
            ),
        };

    private static string? Prefix(bool isNeeded, string? prefix, string things, string mode) =>
        (isNeeded, prefix) switch
        {
            (true, null or "") => $"Enter how the names of its {things} begin.",
            (true, Acl.Any) =>
                $"Enter how the names of its {things} begin. All of them, *, would be those of other teams too.",
            (false, not null) => $"Only access to {mode} has {things}; leave this out.",
            (true, { Length: < ShortestPrefix }) =>
                $"Enter at least {ShortestPrefix} characters: the names of other teams' {things} begin with so few too.",
            (true, { Length: > LongestName }) => $"At most {LongestName} characters.",
            (true, not null) => EscapedName.Problem(prefix),
            _ => null,
        };
}
