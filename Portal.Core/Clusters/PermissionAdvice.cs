using System.Text.RegularExpressions;

namespace Portal.Core.Clusters;

/// <summary>A permission that the portal's user lacks, as whoever can grant it needs it: what fails without it, and the command that grants it.</summary>
/// <param name="Words">As it was found when the cluster was tested.</param>
/// <param name="Command">Kafka's own tool, ready to be run; null where the words name no operation or no principal, nobody should grant it, or nothing needs it.</param>
public sealed partial record PermissionAdvice(string Words, string Effect, string? Command)
{
    private const string Anonymous = "ANONYMOUS";
    private const string Unexplained = "What depends on it is shown as unknown.";

    // There a user is an API key, and ACLs are for the account that owns it: which one, no answer of the cluster shows.
    private const string ConfluentCloud = ".confluent.cloud";

    public static PermissionAdvice Of(string missing, Endpoint kafka)
    {
        if (Operation().Match(missing) is not { Success: true } named)
        {
            return new(missing, Unexplained, null);
        }

        var operation = named.Groups["operation"].Value;
        var scope =
            named.Groups["cluster"].Success ? Scope.Cluster
            : missing.Contains("consumer group", StringComparison.Ordinal) ? Scope.Group
            : Scope.Topic;
        var principal = kafka.Username is { Length: > 0 } user ? user : Anonymous;
        // It would let everybody who reaches the brokers give themselves access.
        var isRisky = (principal, scope, operation) is (Anonymous, Scope.Cluster, "Alter");
        var isUnneeded = (scope, operation) is (Scope.Group, "Read" or "Delete");
        var isKey = kafka.Addresses.Contains(ConfluentCloud, StringComparison.OrdinalIgnoreCase);
        return new(
            missing,
            isKey && !isUnneeded
                ? $"{Effects(scope, operation)} Allow the principal of {principal}: on Confluent Cloud that is the account that owns this API key."
                : Effects(scope, operation),
            isRisky || isUnneeded || isKey
                ? null
                : $"kafka-acls.sh --bootstrap-server {kafka.Addresses.Split(',')[0].Trim()} --add --allow-principal User:{principal} --operation {operation} {Option(scope)}"
        );
    }

    private static string Effects(Scope scope, string operation) =>
        (scope, operation) switch
        {
            (Scope.Cluster, "Describe") => "Consumer groups may be missing, and sizes on disk are unknown.",
            (Scope.Cluster, "DescribeConfigs") =>
                "The brokers' limit on transactions, the SCRAM mechanisms they take, and quotas are unknown.",
            (Scope.Cluster, "Create") => "Requests for new topics fail, unless it is granted on topics by prefix.",
            (Scope.Cluster, "Alter") => "Access can't be granted or removed, nor service accounts be created.",
            (Scope.Topic, "Describe") => "Topics may be missing from the catalogue.",
            (Scope.Topic, "DescribeConfigs") => "Settings are unknown, and drift is not detected.",
            (Scope.Topic, "AlterConfigs") => "Changes of settings fail.",
            (Scope.Topic, "Alter") => "Adding partitions fails.",
            (Scope.Topic, "Delete") => "Deleting topics fails.",
            (Scope.Topic, "Read") =>
                "A small lag may be only transaction markers or aborted records and is shown as unknown, rehearsals aren't compared, and schemas in records aren't found.",
            (Scope.Group, "Describe") => "Lag and members are unknown.",
            // As the version before stored them of a cluster that wasn't saved since.
            (Scope.Group, "Delete") =>
                "It is optional: without it groups of JAR rehearsals stay until Kafka forgets them. Edit the cluster and save it, and it is no longer listed.",
            (Scope.Group, "Read") => "Nothing needs it: edit the cluster and save it, and it is no longer listed.",
            _ => Unexplained,
        };

    private static string Option(Scope scope) =>
        scope switch
        {
            Scope.Cluster => "--cluster",
            Scope.Group => "--group '*'",
            _ => "--topic '*'",
        };

    private enum Scope
    {
        Cluster,
        Topic,
        Group,
    }

    // "(Describe on the cluster)", "(DescribeConfigs)": Kafka's word for the operation, and the cluster where it is about that.
    [GeneratedRegex(
        @"\((?<operation>[A-Z]\w+)( on (?<cluster>the cluster)| on any topic)?\)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Operation();
}
