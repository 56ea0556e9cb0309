using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Web.Features.Clusters;

/// <summary>A cluster in the words of its pages.</summary>
public static class ClusterWords
{
    public static (Tone Tone, string Word) Of(ClusterStatus status) =>
        status switch
        {
            ClusterStatus.Healthy => (Tone.Ok, "Healthy"),
            ClusterStatus.New => (Tone.Wait, "Not read yet"),
            ClusterStatus.PartlySeen => (Tone.Warn, "Limited access"),
            ClusterStatus.Degraded => (Tone.Warn, "Degraded"),
            _ => (Tone.Unknown, "Unknown"),
        };

    public static string Kind(ClusterRow row) =>
        row switch
        {
            { Cluster.IsLocal: true } => "Local cluster",
            { Cluster: { Kafka: not null, Version: { } version } } => $"Kafka {version}",
            { Cluster.Kafka: not null } => "Kafka, version unknown",
            { Flink.Version: { } version } => $"Flink {version}",
            _ => "Flink alone",
        };

    public static string KindNote(Cluster cluster) =>
        cluster.IsLocal ? "one process, one disk, not for production"
        : cluster.Kafka is null ? "without Kafka"
        : cluster.ControllerKind ?? "controller unknown";

    /// <summary>A list of what is there, narrowed to a cluster, whichever environment was chosen.</summary>
    public static string On(Cluster cluster, string list) =>
        $"{list}?cluster={Uri.EscapeDataString(cluster.Name)}&env={Uri.EscapeDataString(cluster.Environment)}";

    public static string SignIn(Endpoint kafka) =>
        (kafka.Tls, kafka.SaslMechanism) switch
        {
            (false, null) => "No encryption, no authentication",
            (true, null) => "TLS, no authentication",
            (var tls, var mechanism) => $"{(tls ? "TLS" : "No encryption")}, {mechanism} as {kafka.Username}",
        };

    /// <summary>The list in a sentence: only what is wrong is worth words.</summary>
    public static string Lede(IReadOnlyList<ClusterRow> rows)
    {
        var unknown = rows.Where(row => row.Condition.Status == ClusterStatus.Unknown).Select(row => row.Name);
        var degraded = rows.Where(row => row.Condition.Status == ClusterStatus.Degraded)
            .Select(row => $"{row.Name}: {row.Condition.Reason}");
        string[] wrong = [.. degraded, .. unknown.Select(name => $"{name} is not responding")];
        var kept = rows.Count(row => row.Cluster.MissingPermissions.Length > 0);
        var sentences = new List<string>();
        sentences.Add(
            wrong.Length == 0 ? "All clusters that were read are responding." : $"{string.Join("; ", wrong)}."
        );
        if (kept > 0)
        {
            sentences.Add(
                $"{Quantity.Of(kept, "cluster has", "clusters have")} missing permissions; what they hide is shown as unknown."
            );
        }

        return string.Join(" ", sentences);
    }
}
