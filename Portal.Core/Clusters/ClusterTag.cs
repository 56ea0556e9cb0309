using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Clusters;

/// <summary>Tells two states of a registration apart: how a cluster is registered, not how it is.</summary>
public static class ClusterTag
{
    private const int Digits = 16;

    /// <summary>What an edit is refused with that would overwrite another.</summary>
    public static readonly Refusal Changed = Refusal.Conflict(
        "Somebody changed this registration since you read it. Read it again."
    );

    public static string Of(Cluster cluster) =>
        Of(CoreJson.Write(new { Draft = ClusterDraft.Of(cluster), cluster.Kafka?.SecretId }));

    /// <summary>As an ETag is written.</summary>
    internal static string Of(string registered) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(registered)))[..Digits]}\"";
}
